from datetime import timedelta

import pytest

from profiler.statistics.records import TakenSession
from profiler.statistics.walk import find_first_open, find_furthest, is_abandoned
from services.profiler_fastapi.tests.statistics.taken import BANK, NOW, take
from talent_contracts.vocabulary import SessionStatus

FIRST, SECOND, THIRD, *_ = BANK.order


class TestFindFurthest:
    def test_is_nowhere_when_nothing_is_answered(self) -> None:
        assert find_furthest(BANK, []) == -1

    def test_is_the_last_answered_one_when_others_were_skipped(self) -> None:
        assert find_furthest(BANK, [THIRD, FIRST]) == 2


class TestFindFirstOpen:
    def test_is_the_first_gap(self) -> None:
        assert find_first_open(BANK, [FIRST, THIRD]) == SECOND

    def test_is_none_when_all_is_answered(self) -> None:
        assert find_first_open(BANK, BANK.order) is None


class TestIsAbandoned:
    @pytest.mark.parametrize(
        ("status", "days", "expected"),
        [
            (SessionStatus.IN_PROGRESS, 7.0, False),
            (SessionStatus.IN_PROGRESS, 7.001, True),
            (SessionStatus.EXPIRED, 1.0, True),
            (SessionStatus.COMPLETED, 90.0, False),
            (SessionStatus.SUPERSEDED, 90.0, False),
        ],
    )
    def test_is_who_left_of_their_own_will(
        self, status: SessionStatus, days: float, expected: bool
    ) -> None:
        session = take({}, status=status, age=timedelta(days=days))
        assert is_abandoned(session, NOW) is expected


class TestIsFocal:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", False),
            ("en-GB", False),
            ("EN_us", False),
            ("fr", True),
            ("sw-KE", True),
            ("enm", True),
        ],
    )
    def test_reads_the_primary_subtag(self, language: str, expected: bool) -> None:
        session: TakenSession = take({}, language=language)
        assert session.is_focal is expected
