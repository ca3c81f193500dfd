"""Everything together, on simulated people with known faults."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from profiler.bank import ItemFormat
from profiler.simulation.layout import lay_out
from profiler.simulation.population import People, draw_people
from profiler.statistics.records import GivenAnswer, TakenSession
from services.profiler_fastapi.tests.statistics.planting import (
    pick_item,
    plant_glamour,
    plant_wrong_key,
)
from services.profiler_fastapi.tests.statistics.taken import (
    BANK,
    KEYED,
    conclude_from,
    find_item,
    list_warned,
    take_simulated,
)
from talent_contracts.statistics import ItemWarning
from talent_contracts.vocabulary import SessionStatus, Track

SEED = 20
N = 700
LAYOUT = lay_out(BANK)
MISKEYED = pick_item(BANK, ItemFormat.KEYED, 4)
GLAMOROUS = pick_item(BANK, ItemFormat.PREFERENCE, 7)
DRIFTING = pick_item(BANK, ItemFormat.RATING, 2)


@cache
def draw() -> People:
    return draw_people(LAYOUT, SEED, N)


@cache
def clean() -> tuple[TakenSession, ...]:
    return tuple(take_simulated(draw(), n) for n in range(N))


def grow_old(sessions: Sequence[TakenSession], days: int) -> list[TakenSession]:
    age = timedelta(days=days)
    return [
        replace(s, answers=tuple(replace(a, answered_at=a.answered_at - age) for a in s.answers))
        for s in sessions
    ]


def answer(session: TakenSession, item_id: str, option: str) -> TakenSession:
    changed = (replace(a, option=option) if a.item_id == item_id else a for a in session.answers)
    return replace(session, answers=tuple(changed))


class TestWarnings:
    def test_nobody_is_alarmed_by_clean_items(self) -> None:
        statistics = conclude_from(clean())
        assert [w for item in statistics.items for w in item.warnings] == []

    def test_exactly_the_item_with_the_wrong_key_is_suspect(self) -> None:
        statistics = conclude_from(clean(), plant_wrong_key(BANK, MISKEYED))
        assert list_warned(statistics, ItemWarning.KEY_SUSPECT) == [MISKEYED]
        assert find_item(statistics, MISKEYED).warnings == [ItemWarning.KEY_SUSPECT]

    def test_exactly_the_item_with_the_desirable_option_is_glamorous(self) -> None:
        people = plant_glamour(draw(), LAYOUT, 7, Track.GRC, SEED)
        statistics = conclude_from([take_simulated(people, n) for n in range(N)])
        assert list_warned(statistics, ItemWarning.OPTION_GLAMOROUS) == [GLAMOROUS]

    def test_nothing_is_glamorous_when_people_prefer_one_track(self) -> None:
        likers = [n for n in range(N) if int(draw().truth[n]) in (0, 2)]
        statistics = conclude_from([take_simulated(draw(), n) for n in likers])
        assert list_warned(statistics, ItemWarning.OPTION_GLAMOROUS) == []

    def test_exactly_the_item_whose_shares_moved_has_drifted(self) -> None:
        before = grow_old(clean()[:350], 60)
        recent = [
            answer(s, DRIFTING, "E") if n % 3 == 0 else s for n, s in enumerate(clean()[350:])
        ]
        statistics = conclude_from([*before, *recent])
        assert list_warned(statistics, ItemWarning.DRIFTED) == [DRIFTING]
        drift = find_item(statistics, DRIFTING).drift
        assert drift is not None
        assert (drift.option, drift.share_recent > drift.share_before) == ("E", True)

    def test_exactly_the_item_that_is_harder_in_another_language_differs(self) -> None:
        item = KEYED[2]
        focal = [replace(s, language="sw") for s in clean()[:400]]
        confused = [answer(s, item.id, "E") if n % 2 else s for n, s in enumerate(focal)]
        statistics = conclude_from([*clean(), *confused])
        assert list_warned(statistics, ItemWarning.DIFFERS_BY_LANGUAGE) == [item.id]
        dif = find_item(statistics, item.id).dif
        assert dif is not None
        assert (dif.category, dif.delta < 0) == ("C", True)

    def test_exactly_the_item_at_which_people_leave_is_told(self) -> None:
        left = [
            replace(
                s,
                status=SessionStatus.EXPIRED,
                completed_at=None,
                answers=tuple(a for a in s.answers if BANK.order.index(a.item_id) < 25),
            )
            for s in clean()[:80]
        ]
        statistics = conclude_from([*left, *clean()[80:]])
        assert list_warned(statistics, ItemWarning.LEARNERS_STOP_HERE) == [BANK.order[25]]
        assert statistics.abandoned == 80

    def test_exactly_the_item_with_the_option_nobody_takes_is_told(self) -> None:
        item = BANK.items[0]
        moved = [answer(s, item.id, "A") if _chose(s, item.id) == "B" else s for s in clean()]
        statistics = conclude_from(moved)
        assert list_warned(statistics, ItemWarning.OPTION_UNUSED) == [item.id]

    @pytest.mark.parametrize(
        ("item_id", "option"), [(DRIFTING, "E"), (KEYED[0].id, "E"), (BANK.order[-1], "E")]
    )
    def test_ratings_levels_and_not_sure_may_stay_unused(self, item_id: str, option: str) -> None:
        moved = [answer(s, item_id, "C") if _chose(s, item_id) == option else s for s in clean()]
        assert list_warned(conclude_from(moved), ItemWarning.OPTION_UNUSED) == []


class TestFigures:
    def test_difficulty_counts_who_saw_and_skipped_as_wrong(self) -> None:
        item = KEYED[0]
        skipped = [_skip(s, item.id) if n % 2 else s for n, s in enumerate(clean())]
        whole, half = conclude_from(clean()), conclude_from(skipped)
        before, after = find_item(whole, item.id), find_item(half, item.id)
        assert after.reached == pytest.approx(before.reached, abs=3)
        assert after.difficulty == pytest.approx((before.difficulty or 0) / 2, abs=0.04)

    def test_shares_of_an_item_add_up(self) -> None:
        for item in conclude_from(clean()).items:
            assert sum(o.share or 0 for o in item.options) == pytest.approx(1, abs=3e-4)

    def test_times_and_minutes_are_near_the_expected_ones(self) -> None:
        statistics = conclude_from(clean())
        assert statistics.median_minutes == 10.0
        first = statistics.items[0]
        assert first.median_s == pytest.approx(BANK.items[0].expected_seconds, rel=0.1)
        assert (first.p90_s or 0) > (first.median_s or 0)

    def test_point_biserial_is_the_keys_rest_correlation(self) -> None:
        statistics = conclude_from(clean())
        for item in KEYED:
            found = find_item(statistics, item.id)
            (key,) = [o for o in found.options if o.key == item.key]
            assert found.point_biserial == key.rest_correlation

    def test_ratings_and_levels_have_no_rest_correlation(self) -> None:
        for item in conclude_from(clean()).items:
            is_none = all(o.rest_correlation is None for o in item.options)
            assert is_none == (item.format in {"rating", "level"})


class TestGates:
    def test_no_figure_is_told_of_a_few_sessions(self) -> None:
        statistics = conclude_from(clean()[:40])
        assert statistics.median_minutes is None
        for item in statistics.items:
            figures = (item.median_s, item.p90_s, item.difficulty, item.point_biserial)
            assert figures == (None,) * 4
            assert [(o.share, o.rest_correlation) for o in item.options] == [(None, None)] * 5
            assert (item.drift, item.dif, item.warnings) == (None, None, [])
            assert item.answered > 0

    def test_shares_are_told_before_correlations(self) -> None:
        first = conclude_from(clean()[:80]).items[0]
        assert all(o.share is not None and o.rest_correlation is None for o in first.options)
        later = conclude_from(clean()[:140]).items[0]
        assert all(o.rest_correlation is not None for o in later.options)

    def test_drift_needs_both_windows(self) -> None:
        assert conclude_from([*grow_old(clean()[:150], 60), *clean()]).items[0].drift is None
        assert conclude_from([*grow_old(clean()[:300], 60), *clean()]).items[0].drift is not None

    def test_languages_need_a_thousand_and_enough_of_each(self) -> None:
        focal = [replace(s, language="fr") for s in clean()]
        assert find_item(conclude_from([*clean()[:300], *focal[:400]]), KEYED[0].id).dif is None
        assert find_item(conclude_from([*clean(), *clean(), *focal[:150]]), KEYED[0].id).dif is None
        assert find_item(conclude_from([*clean(), *focal]), KEYED[0].id).dif is not None

    def test_nothing_breaks_without_sessions(self) -> None:
        statistics = conclude_from([])
        assert (statistics.started, len(statistics.items)) == (0, 51)


def _chose(session: TakenSession, item_id: str) -> str:
    return next(a.option for a in session.answers if a.item_id == item_id)


def _skip(session: TakenSession, item_id: str) -> TakenSession:
    left: tuple[GivenAnswer, ...] = tuple(a for a in session.answers if a.item_id != item_id)
    return replace(session, answers=left)
