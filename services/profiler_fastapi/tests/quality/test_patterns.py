import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.quality.patterns import find_longest_run, give_step_share
from profiler.quality.responses import Response, list_responses
from services.profiler_fastapi.tests.support.timed_answers import BANK, click, take


def respond(answers: dict[str, str]) -> tuple[Response, ...]:
    return list_responses(BANK, take(answers))


class TestFindLongestRun:
    @pytest.mark.parametrize("position", [0, 1, 2, 3])
    def test_counts_straight_clicking_throughout(self, position: int) -> None:
        assert find_longest_run(respond(click(lambda _: position))) == 51

    def test_not_sure_ends_a_run(self) -> None:
        assert find_longest_run(respond(click(lambda _: 4))) == 21

    def test_an_honest_novice_has_no_run(self) -> None:
        """Never did it, not sure: A and E in turn, and E on every puzzle."""
        novice = click(lambda n: 4 if 10 <= n < 20 else 4 * (n % 2) if n < 30 else n * n)
        assert find_longest_run(respond(novice)) < 8

    def test_is_zero_without_answers(self) -> None:
        assert find_longest_run(()) == 0


class TestGiveStepShare:
    @settings(deadline=None)
    @given(st.integers(0, 4), st.integers(0, 4))
    def test_is_whole_for_straight_and_cyclic_clicking(self, start: int, step: int) -> None:
        assert give_step_share(respond(click(lambda n: start + step * n))) == 1.0

    def test_is_unknown_below_twelve_steps(self) -> None:
        answers = click(lambda n: n)
        assert give_step_share(respond(dict(list(answers.items())[:10]))) is None
        assert give_step_share(()) is None

    def test_not_sure_makes_no_steps(self) -> None:
        """Ten puzzles given up in a row are ten honest answers, not a pattern."""
        novice = click(lambda n: 4 if 10 <= n < 20 else (n * n * n + n // 3) % 5)
        share = give_step_share(respond(novice))
        assert share is not None
        assert share < 0.8
