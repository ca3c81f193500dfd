"""Pure rules of foundations: time, reading, drawing, grading, pauses and what is missing."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.journey.foundations.domain import (
    ATTEMPTS_PER_ROUND,
    DRAWN,
    READ_TO_END,
    RETRY_DELAY,
    Missing,
    attempts_left,
    credit_active_time,
    draw_questions,
    grade,
    is_read,
    list_missing,
    retry_at,
)

AT = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
DRAWN_IDS = [f"q-{n}" for n in range(DRAWN)]
KEYS = dict.fromkeys(DRAWN_IDS, "A")
seconds = st.floats(min_value=-1e6, max_value=1e6)


def _answer(right: int) -> dict[str, str]:
    return {name: "A" if n < right else "B" for n, name in enumerate(DRAWN_IDS)}


class TestCreditActiveTime:
    def test_credits_the_claim_when_more_time_has_passed(self) -> None:
        assert credit_active_time(claimed_s=10, elapsed_s=15) == 10

    def test_credits_what_passed_when_more_is_claimed(self) -> None:
        assert credit_active_time(claimed_s=3600, elapsed_s=15) == 15

    def test_credits_nothing_when_the_clock_went_back(self) -> None:
        assert credit_active_time(claimed_s=10, elapsed_s=-5) == 0

    @given(claimed_s=seconds, elapsed_s=seconds)
    def test_never_exceeds_either_and_is_never_negative(
        self, claimed_s: float, elapsed_s: float
    ) -> None:
        credited = credit_active_time(claimed_s=claimed_s, elapsed_s=elapsed_s)
        assert 0 <= credited <= max(0, claimed_s)
        assert credited <= max(0, elapsed_s)

    @given(beats=st.lists(st.tuples(seconds, st.floats(min_value=0, max_value=1e6))))
    def test_sums_to_no_more_than_what_passed_over_all_beats(
        self, beats: list[tuple[float, float]]
    ) -> None:
        credited = sum(credit_active_time(claimed_s=c, elapsed_s=e) for c, e in beats)
        assert credited <= sum(elapsed for _, elapsed in beats)


class TestIsRead:
    @pytest.mark.parametrize(
        ("active_s", "position", "expected"),
        [
            (100, 1.0, True),
            (100, READ_TO_END, True),
            (100, 0.97, False),
            (99.9, 1.0, False),
            (0, 0, False),
        ],
    )
    def test_needs_end_and_time_at_pace_one(
        self, active_s: float, position: float, *, expected: bool
    ) -> None:
        assert is_read(active_s=active_s, position=position, min_active_s=100, pace=1.0) is expected

    def test_scales_the_time_when_the_pace_is_smaller(self) -> None:
        assert is_read(active_s=1, position=1, min_active_s=100, pace=0.01)
        assert not is_read(active_s=0.9, position=1, min_active_s=100, pace=0.01)

    @given(
        active_s=st.floats(min_value=0, max_value=5000),
        more_s=st.floats(min_value=0, max_value=5000),
        position=st.floats(min_value=0, max_value=1),
    )
    def test_stays_true_when_more_time_is_spent(
        self, active_s: float, more_s: float, position: float
    ) -> None:
        before = is_read(active_s=active_s, position=position, min_active_s=150, pace=1.0)
        after = is_read(active_s=active_s + more_s, position=position, min_active_s=150, pace=1.0)
        assert after >= before


class TestDrawQuestions:
    @given(size=st.integers(min_value=DRAWN, max_value=60), seed=st.integers())
    def test_draws_ten_different_ones_of_the_bank(self, size: int, seed: int) -> None:
        bank = [f"q-{n}" for n in range(size)]
        drawn = draw_questions(bank, random=Random(seed))
        assert len(drawn) == DRAWN
        assert len(set(drawn)) == DRAWN
        assert set(drawn) <= set(bank)

    def test_reaches_every_question_over_many_draws(self) -> None:
        bank = [f"q-{n}" for n in range(40)]
        random = Random(1)
        seen = {name for _ in range(100) for name in draw_questions(bank, random=random)}
        assert seen == set(bank)

    def test_leaves_the_bank_as_it_is(self) -> None:
        bank = [f"q-{n}" for n in range(40)]
        draw_questions(bank, random=Random(1))
        assert bank == [f"q-{n}" for n in range(40)]

    def test_refuses_when_the_bank_is_too_small(self) -> None:
        with pytest.raises(ValueError, match="larger than population"):
            draw_questions(["q-1"], random=Random(1))


class TestGrade:
    @pytest.mark.parametrize(("right", "passed"), [(0, False), (6, False), (7, True), (10, True)])
    def test_passes_from_seven_of_ten(self, right: int, *, passed: bool) -> None:
        graded = grade(DRAWN_IDS, _answer(right), KEYS)
        assert graded.passed is passed
        assert graded.score == pytest.approx(right / DRAWN)

    def test_counts_as_wrong_when_unanswered(self) -> None:
        graded = grade(DRAWN_IDS, {}, KEYS)
        assert graded.right == frozenset()
        assert not graded.passed

    def test_ignores_answers_to_questions_that_were_not_drawn(self) -> None:
        graded = grade(DRAWN_IDS, {"q-99": "A"}, {**KEYS, "q-99": "A"})
        assert graded.right == frozenset()

    @given(answers=st.dictionaries(st.sampled_from([*DRAWN_IDS, "q-99"]), st.sampled_from("ABCD")))
    def test_names_exactly_the_questions_that_match_their_key(
        self, answers: dict[str, str]
    ) -> None:
        graded = grade(DRAWN_IDS, answers, KEYS)
        assert graded.right == {name for name in DRAWN_IDS if answers.get(name) == "A"}
        assert graded.score == len(graded.right) / DRAWN
        assert graded.passed is (len(graded.right) >= 7)


class TestAttemptsLeft:
    @pytest.mark.parametrize(
        ("submitted", "left"), [(0, 3), (1, 2), (2, 1), (3, 3), (4, 2), (6, 3)]
    )
    def test_counts_down_and_starts_anew_after_each_round(self, submitted: int, left: int) -> None:
        assert attempts_left(submitted) == left

    @given(submitted=st.integers(min_value=0, max_value=10_000))
    def test_is_one_to_three(self, submitted: int) -> None:
        assert 1 <= attempts_left(submitted) <= ATTEMPTS_PER_ROUND


class TestRetryAt:
    @pytest.mark.parametrize("failed", [1, 2, 4, 5])
    def test_is_at_once_within_a_round(self, failed: int) -> None:
        assert retry_at(failed=failed, at=AT) is None

    @pytest.mark.parametrize("failed", [3, 6])
    def test_is_a_day_later_after_the_third_failure(self, failed: int) -> None:
        assert retry_at(failed=failed, at=AT) == AT + timedelta(hours=24)

    @given(failed=st.integers(min_value=1, max_value=10_000))
    def test_pauses_exactly_when_a_new_round_begins(self, failed: int) -> None:
        is_new_round = attempts_left(failed) == ATTEMPTS_PER_ROUND
        assert (retry_at(failed=failed, at=AT) == AT + RETRY_DELAY) is is_new_round


class TestListMissing:
    def test_names_everything_in_order_when_nothing_is_done(self) -> None:
        missing = list_missing(
            course_ids=["one", "two"],
            completed=set(),
            has_passed=False,
            has_reflected=False,
            has_confirmed=False,
        )
        assert missing == [
            Missing("module-open", "one"),
            Missing("module-open", "two"),
            Missing("assessment-open"),
            Missing("reflection-open"),
            Missing("track-not-confirmed"),
        ]

    def test_is_empty_when_all_is_done(self) -> None:
        missing = list_missing(
            course_ids=["one"],
            completed={"one", "retired"},
            has_passed=True,
            has_reflected=True,
            has_confirmed=True,
        )
        assert missing == []

    @given(
        completed=st.sets(st.sampled_from(["one", "two", "three"])),
        steps=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    )
    def test_names_each_open_thing_once(
        self, completed: set[str], steps: tuple[bool, bool, bool]
    ) -> None:
        course = ["one", "two", "three"]
        missing = list_missing(
            course_ids=course,
            completed=completed,
            has_passed=steps[0],
            has_reflected=steps[1],
            has_confirmed=steps[2],
        )
        assert {one.module_id for one in missing} - {None} == set(course) - completed
        assert len(missing) == len(set(course) - completed) + steps.count(False)
        assert len(set(missing)) == len(missing)
