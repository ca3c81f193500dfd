import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.bank import load_bank
from profiler.scoring.ability import score_ability
from profiler.scoring.level import (
    MISSION_DIFFICULTY,
    LevelCheck,
    LevelStatus,
    find_measured,
    give_reach,
    verify_level,
)
from services.profiler_fastapi.tests.support.keyed_answers import (
    BANK,
    answer_keyed,
    select_level,
)
from talent_contracts.vocabulary import Level

RISING = list(Level)


def check(selected: Level | None, sheet: dict[str, str]) -> LevelCheck:
    return verify_level(selected, score_ability(load_bank(), sheet))


class TestVerifyLevel:
    @pytest.mark.parametrize(
        ("right", "measured"),
        [(0, "novice"), (5, "beginner"), (8, "intermediate"), (11, "advanced"), (15, "elite")],
    )
    def test_reaches_all_five_levels(self, right: int, measured: Level) -> None:
        sheet = answer_keyed(right)
        chosen = BANK.by_id["difficulty_selection_1"].option(
            select_level(Level(measured))["difficulty_selection_1"]
        )
        found = check(chosen.level, sheet)
        assert (found.measured, found.verified, found.status) == (measured, measured, "confirmed")

    @pytest.mark.parametrize(
        ("right", "selected", "verified", "status"),
        [
            (8, Level.NOVICE, Level.BEGINNER, LevelStatus.STRETCH),
            (8, Level.BEGINNER, Level.BEGINNER, LevelStatus.CONFIRMED),
            (7, Level.INTERMEDIATE, Level.INTERMEDIATE, LevelStatus.PLAUSIBLE),
            (8, Level.ADVANCED, Level.INTERMEDIATE, LevelStatus.START_LOWER),
            (8, Level.ELITE, Level.INTERMEDIATE, LevelStatus.START_LOWER),
            (15, Level.NOVICE, Level.BEGINNER, LevelStatus.STRETCH),
            (15, Level.ADVANCED, Level.ELITE, LevelStatus.STRETCH),
            (15, Level.ELITE, Level.ELITE, LevelStatus.CONFIRMED),
        ],
    )
    def test_weighs_the_choice_against_ability(
        self, right: int, selected: Level, verified: Level, status: LevelStatus
    ) -> None:
        found = check(selected, answer_keyed(right))
        assert (found.verified, found.status) == (verified, status)

    @pytest.mark.parametrize(
        ("selected", "verified"),
        [
            (Level.NOVICE, Level.NOVICE),
            (Level.INTERMEDIATE, Level.INTERMEDIATE),
            (Level.ELITE, Level.INTERMEDIATE),
        ],
    )
    @pytest.mark.parametrize("keyed", [0, 1, 7])
    def test_is_capped_and_unverified_when_too_few_keyed_were_answered(
        self, selected: Level, verified: Level, keyed: int
    ) -> None:
        sheet = {f"cyber_aptitude_{n}": "A" for n in range(1, keyed + 1)}
        found = check(selected, sheet)
        assert (found.measured, found.verified, found.status) == (None, verified, "unverified")

    def test_starts_at_the_measured_level_when_none_was_selected(self) -> None:
        found = check(None, answer_keyed(11))
        assert (found.selected, found.verified, found.status) == (None, "advanced", "unverified")

    def test_starts_at_novice_when_nothing_is_known(self) -> None:
        found = check(None, {})
        assert (found.verified, found.measured, found.status) == ("novice", None, "unverified")
        assert found.reach == {}

    @settings(deadline=None)
    @given(st.integers(0, 15), st.sampled_from(Level))
    def test_never_ends_above_both_the_choice_plus_one_and_ability(
        self, right: int, selected: Level
    ) -> None:
        found = check(selected, answer_keyed(right))
        assert found.measured is not None
        highest = max(RISING.index(selected), RISING.index(found.measured))
        assert RISING.index(found.verified) <= min(highest, RISING.index(selected) + 1)

    @settings(deadline=None)
    @given(st.integers(0, 14), st.sampled_from([None, *Level]))
    def test_one_more_right_answer_never_lowers_the_level(
        self, right: int, selected: Level | None
    ) -> None:
        less, more = (check(selected, answer_keyed(k)) for k in (right, right + 1))
        assert RISING.index(more.verified) >= RISING.index(less.verified)


class TestGiveReach:
    def test_falls_from_level_to_level(self) -> None:
        reach = give_reach(score_ability(load_bank(), answer_keyed(8)))
        assert list(reach) == RISING
        assert list(reach.values()) == sorted(reach.values(), reverse=True)
        assert reach[Level.NOVICE] == 1


class TestFindMeasured:
    def test_takes_one_half_as_reached(self) -> None:
        reach = dict(zip(Level, (1.0, 0.9, 0.5, 0.499, 0.1), strict=True))
        assert find_measured(reach) is Level.INTERMEDIATE


class TestMissionDifficulty:
    def test_opens_five_to_no_level(self) -> None:
        assert [MISSION_DIFFICULTY[level] for level in Level] == [1, 1, 2, 3, 4]
