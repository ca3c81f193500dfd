from datetime import timedelta

import pytest

from core.people.accounts.domain import RefreshDecision, decide_refresh
from core.platform.common.clock import now


class TestDecideRefresh:
    @pytest.mark.parametrize(
        ("expires_in_s", "rotated_s_ago", "is_dead", "is_successor_used", "wanted"),
        [
            (60, None, False, False, RefreshDecision.ROTATE),
            (60, 30, False, False, RefreshDecision.REPLACE_SUCCESSOR),
            (60, 30, False, True, RefreshDecision.REFUSE),
            (60, 31, False, False, RefreshDecision.REVOKE_FAMILY),
            (60, 31, False, True, RefreshDecision.REVOKE_FAMILY),
            (60, None, True, False, RefreshDecision.REFUSE),
            (0, None, False, False, RefreshDecision.REFUSE),
        ],
    )
    def test_follows_the_table(
        self,
        *,
        expires_in_s: int,
        rotated_s_ago: int | None,
        is_dead: bool,
        is_successor_used: bool,
        wanted: RefreshDecision,
    ) -> None:
        at = now()
        decided = decide_refresh(
            now=at,
            expires_at=at + timedelta(seconds=expires_in_s),
            rotated_at=None if rotated_s_ago is None else at - timedelta(seconds=rotated_s_ago),
            died_at=at if is_dead else None,
            successor_rotated_at=at if is_successor_used else None,
        )
        assert decided is wanted
