"""The vectorised twins say what the real functions say, person by person."""

import numpy as np
import pytest

from profiler.bank import ItemFormat
from profiler.quality import Quality, Verdict, judge_quality
from profiler.scoring import Ability, TrackScore, list_choices, score_ability, score_choices
from profiler.scoring.level import CUTS, LevelCheck, verify_level
from profiler.simulation import quality_twin, twin
from profiler.simulation.layout import TRACKS
from services.profiler_fastapi.tests.simulation.people import (
    BANK,
    few,
    shape,
    sheet_of,
    timed_sheet_of,
)
from talent_contracts.vocabulary import Level

ROWS = range(160)
LEVEL_ITEM = BANK.of_format(ItemFormat.LEVEL)[0]


def score_track_of(row: int) -> TrackScore:
    return score_choices(list_choices(BANK, sheet_of(few(), row)))


def score_ability_of(row: int) -> Ability:
    found = score_ability(BANK, sheet_of(few(), row))
    assert found is not None
    return found


def verify_level_of(row: int) -> LevelCheck:
    sheet = sheet_of(few(), row)
    selected = LEVEL_ITEM.option(sheet[LEVEL_ITEM.id]).level
    return verify_level(selected, score_ability(BANK, sheet))


def judge_quality_of(row: int) -> Quality:
    return judge_quality(BANK, timed_sheet_of(few(), row))


class TestTrackTwin:
    def test_has_the_same_shares_and_ranking(self) -> None:
        found = twin.score_tracks(shape(), few().position)
        real = [score_track_of(row) for row in ROWS]
        assert found.p[ROWS] == pytest.approx(np.array([[s.p[t] for t in TRACKS] for s in real]))
        ranked = [[TRACKS[n] for n in row] for row in found.ranking[ROWS]]
        assert ranked == [list(s.ranking) for s in real]

    def test_breaks_ties_alike(self) -> None:
        tied = [row for row in range(400) if score_track_of(row).flips == 0]
        assert len(tied) > 10
        primary = twin.score_tracks(shape(), few().position).primary
        assert [TRACKS[primary[row]] for row in tied] == [score_track_of(r).primary for r in tied]


class TestAbilityTwin:
    def test_has_the_same_ability_and_reach(self) -> None:
        found = twin.score_abilities(shape(), few().position)
        for row in ROWS:
            real = score_ability_of(row)
            assert found.theta[row] == pytest.approx(real.theta, abs=1e-9)
            assert found.standard_error[row] == pytest.approx(real.standard_error, abs=1e-9)
            reach = verify_level_of(row).reach
            assert found.reach[row] == pytest.approx([reach[level] for level in CUTS], abs=1e-9)

    def test_verifies_the_same_levels(self) -> None:
        reach = twin.score_abilities(shape(), few().position).reach
        found = twin.verify_levels(reach, few().position[:, shape().level])
        real = [verify_level_of(row).verified for row in ROWS]
        assert [list(Level)[n] for n in found[ROWS]] == real
        assert len(set(real)) == 5


class TestQualityTwin:
    def test_has_the_same_indices(self) -> None:
        found = quality_twin.compute_indices(shape(), few().position, few().millis)
        for row in range(400):
            real = judge_quality_of(row).indices
            assert found.fast_share[row] == pytest.approx(real.fast_share)
            assert found.fast_window[row] == pytest.approx(real.fast_window)
            assert found.longest_run[row] == real.longest_run
            assert found.step_share[row] == pytest.approx(real.step_share)
            assert found.misfit[row] == pytest.approx(real.misfit)
            assert found.consistency[row] == pytest.approx(real.consistency or 0.0)

    def test_has_the_same_verdict_and_q(self) -> None:
        found = quality_twin.compute_indices(shape(), few().position, few().millis)
        real = [judge_quality_of(row) for row in range(400)]
        q = found.give_q(BANK.careless_model.with_times)
        assert q == pytest.approx(np.array([quality.q for quality in real]))
        strong = [quality.verdict is Verdict.STRONG for quality in real]
        assert found.is_strong.tolist() == strong
        assert 10 < sum(strong) < 60
