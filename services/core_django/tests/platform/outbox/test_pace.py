import pytest

from core.platform.outbox.domain import GATHER_S
from core.platform.outbox.pace import Pace


def run(*, for_s: float, claim_fills: bool, every_s: float = 0.001) -> int:
    """How many claims are made while something arrives every millisecond."""
    pace, claims = Pace(), 0
    for tick in range(round(for_s / every_s)):
        now_s = 1000 + tick * every_s
        if pace.remaining_s(now_s) == 0:
            pace.note(now_s, is_full=claim_fills)
            claims += 1
    return claims


class TestPace:
    def test_lets_a_flood_of_single_events_gather(self) -> None:
        assert run(for_s=10, claim_fills=False) == pytest.approx(10 / GATHER_S, abs=5)

    def test_never_holds_up_a_backlog(self) -> None:
        assert run(for_s=1, claim_fills=True) == 1000

    def test_takes_whoever_comes_after_a_rest_at_once(self) -> None:
        pace = Pace()
        for _ in range(20):
            pace.note(1000.0, is_full=False)
        assert pace.remaining_s(1000.0) > 0
        assert pace.remaining_s(1000.0 + 20 * GATHER_S) == 0
