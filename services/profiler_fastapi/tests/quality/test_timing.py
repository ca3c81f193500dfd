from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.quality import timing
from profiler.quality.responses import Response, list_responses
from services.profiler_fastapi.tests.support.keyed_answers import answer_keyed
from services.profiler_fastapi.tests.support.timed_answers import BANK, at_pace, click, take


def respond(seconds: Sequence[float | None]) -> tuple[Response, ...]:
    """The first items without a key, the first ten expected to take 14 s, with these times."""
    items = [item for item in BANK.items if item.key is None][: len(seconds)]
    times = {item.id: s for item, s in zip(items, seconds, strict=True)}

    def tell(item_id: str) -> int | None:
        value = times[item_id]
        return None if value is None else round(1000 * value)

    return list_responses(BANK, take(dict.fromkeys(times, "A"), lambda item: tell(item.id)))


class TestListTimed:
    def test_is_empty_below_fifteen_known_times(self) -> None:
        assert timing.list_timed(respond([9.0] * 14 + [None] * 10)) == ()
        assert len(timing.list_timed(respond([9.0] * 10 + [None] * 20))) == 0

    def test_leaves_out_not_sure(self) -> None:
        sheet = click(lambda _: 0) | answer_keyed(0, wrong="E")
        assert len(timing.list_timed(list_responses(BANK, take(sheet)))) == 36


class TestFindScale:
    @pytest.mark.parametrize(("pace", "scale"), [(0.1, 0.6), (0.8, 0.8), (1.0, 1.0), (9.0, 1.6)])
    def test_is_the_clipped_median_pace(self, pace: float, scale: float) -> None:
        timed = timing.list_timed(list_responses(BANK, take(click(lambda _: 0), at_pace(pace))))
        assert timing.find_scale(timed) == pytest.approx(scale, abs=1e-3)

    def test_is_unknown_without_times(self) -> None:
        assert timing.find_scale(()) is None


class TestIsFast:
    @pytest.mark.parametrize(
        ("seconds", "scale", "fast"),
        [
            (2.79, 1.0, True),
            (2.81, 1.0, False),
            (1.67, 0.6, True),
            (1.7, 0.6, False),
            (4.4, 1.6, True),
        ],
    )
    def test_scales_a_fifth_of_the_expected_time(
        self, seconds: float, scale: float, fast: bool
    ) -> None:
        (response,) = respond([seconds])
        assert timing.is_fast(response, scale) is fast

    def test_has_a_floor_of_two_seconds(self) -> None:
        timed = list_responses(BANK, take({"technical_exposure_1": "A"}, lambda _: 1900))
        assert timing.is_fast(timed[0], 1.0)
        slower = list_responses(BANK, take({"technical_exposure_1": "A"}, lambda _: 2000))
        assert not timing.is_fast(slower[0], 1.0)

    def test_never_counts_not_sure(self) -> None:
        (response,) = list_responses(BANK, take({"cyber_aptitude_1": "E"}, lambda _: 1))
        assert not timing.is_fast(response, 1.6)


class TestShares:
    @settings(deadline=None)
    @given(st.integers(0, 20))
    def test_share_counts_all_answers(self, fast: int) -> None:
        timed = respond([1.0] * fast + [14.0] * (20 - fast))
        assert timing.give_fast_share(timed, 1.0) == fast / 20

    def test_window_finds_the_worst_stretch(self) -> None:
        timed = respond([14.0] * 15 + [1.0] * 6 + [14.0] * 15)
        assert timing.give_fast_window(timed, 1.0) == 6 / 15
        assert timing.give_fast_share(timed, 1.0) == 6 / 36

    def test_scattered_fast_answers_do_not_fill_a_window(self) -> None:
        timed = respond(([1.0] + [14.0] * 9) * 3)
        assert timing.give_fast_window(timed, 1.0) == 2 / 15


class TestCountRecalled:
    def test_counts_right_answers_under_a_third_of_the_time(self) -> None:
        quick = list_responses(BANK, take(answer_keyed(9), at_pace(0.34)))
        slow = list_responses(BANK, take(answer_keyed(9), at_pace(0.36)))
        assert timing.count_recalled(quick, 1.0) == 9
        assert timing.count_recalled(slow, 1.0) == 0
