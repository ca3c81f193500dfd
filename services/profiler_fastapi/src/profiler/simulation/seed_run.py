"""One seed, from people to figures."""

from dataclasses import dataclass

import numpy as np

from profiler.bank.models import Bank
from profiler.scoring.track import HIGH_SHARE
from profiler.simulation import measures
from profiler.simulation.baseline import score_additively
from profiler.simulation.layout import Bools, Floats, Ints, lay_out
from profiler.simulation.population import Kind, People, draw_people
from profiler.simulation.quality_twin import QualityIndices, compute_indices
from profiler.simulation.short_run import ShortRun, measure_short, run_short
from profiler.simulation.twin import (
    AbilityScores,
    TrackScores,
    score_abilities,
    score_tracks,
    verify_levels,
)


@dataclass(frozen=True)
class SeedRun:
    """One seed's people and everything that the scorer says of them, one row each.

    ``q_without_times`` is q as if no time were known, ``p_adjusted`` is p* (n, 5), ``additive``
    holds the baseline's shares (n, 5), ``additive_preferences`` those of preference answers only,
    ``verified`` is 0-4, ``short`` the short form on the same answers.
    """

    seed: int
    people: People
    tracks: TrackScores
    abilities: AbilityScores
    verified: Ints
    quality: QualityIndices
    q: Floats
    q_without_times: Floats
    p_adjusted: Floats
    additive: Floats
    additive_preferences: Floats
    short: ShortRun

    @property
    def is_recovered(self) -> Bools:
        """Whether the primary track is the simulated learner's."""
        return np.asarray(self.tracks.primary == self.people.truth)


def run_seed(bank: Bank, seed: int) -> SeedRun:
    """Draw the people of a seed and score them."""
    layout = lay_out(bank)
    people = draw_people(layout, seed)
    tracks = score_tracks(layout, people.position)
    abilities = score_abilities(layout, people.position)
    quality = compute_indices(layout, people.position, people.millis)
    q = quality.give_q(bank.careless_model.with_times)
    return SeedRun(
        seed=seed,
        people=people,
        tracks=tracks,
        abilities=abilities,
        verified=verify_levels(abilities.reach, people.position[:, layout.level]),
        quality=quality,
        q=q,
        q_without_times=quality.give_q(bank.careless_model.without_times),
        p_adjusted=(1 - q)[:, None] * tracks.p + q[:, None] / 5,
        additive=score_additively(bank, people.letter),
        additive_preferences=score_additively(bank, people.letter, preferences_only=True),
        short=run_short(bank, layout, people),
    )


def measure(run: SeedRun) -> dict[str, float]:
    """The figures of one seed. Track, ability and level count attentive people only."""
    full = {**_measure_track(run), **_measure_ability(run), **_measure_quality(run)}
    short = measure_short(run.short, run.people)
    return {**full, **short, "short_top1_loss": full["top1"] - short["short_top1"]}


def _measure_track(run: SeedRun) -> dict[str, float]:
    rows = run.people.is_attentive
    truth = run.people.truth[rows]
    p, recovered = run.tracks.p[rows], run.is_recovered[rows]
    top_two = (run.tracks.ranking[rows, :2] == truth[:, None]).any(axis=1)
    is_high = run.p_adjusted[rows].max(axis=1) >= HIGH_SHARE
    is_clear = measures.give_gap(run.people.interest[rows]) >= measures.CLEAR_GAP
    additive = run.additive[rows]
    by_addition = np.argmax(additive, axis=1) == truth
    primary = run.tracks.primary
    return {
        "top1": float(recovered.mean()),
        "baseline_top1": float(by_addition.mean()),
        "baseline_preferences_top1": float(
            (np.argmax(run.additive_preferences[rows], axis=1) == truth).mean()
        ),
        "gain": float(recovered.mean() - by_addition.mean()),
        "top2": float(top_two.mean()),
        "clear_top1": float(recovered[is_clear].mean()),
        "calibration": measures.give_calibration_error(p.max(axis=1), recovered),
        "baseline_calibration": measures.give_calibration_error(additive.max(axis=1), by_addition),
        "calibration_adjusted_all": measures.give_calibration_error(
            run.p_adjusted[np.arange(len(primary)), primary], run.is_recovered
        ),
        "brier": measures.give_brier(p, truth),
        "baseline_brier": measures.give_brier(additive, truth),
        "share_error": float(
            np.abs(measures.list_share_errors(run.tracks.primary[rows], truth)).max()
        ),
        "high_correct": float(recovered[is_high].mean()),
        "high_share": float(is_high.mean()),
    }


def _measure_ability(run: SeedRun) -> dict[str, float]:
    rows = run.people.is_attentive
    error = (run.abilities.theta - run.people.theta)[rows]
    spread = run.abilities.standard_error[rows]
    off = (run.verified - run.people.level)[rows]
    return {
        "theta_rmse": float(np.sqrt((error**2).mean())),
        "theta_model_rmse": float(np.sqrt((spread**2).mean())),
        "theta_coverage": float((np.abs(error) <= 1.96 * spread).mean()),
        "level_exact": float((off == 0).mean()),
        "level_within_1": float((np.abs(off) <= 1).mean()),
        "level_2_too_high": float((off >= 2).mean()),
    }


def _measure_quality(run: SeedRun) -> dict[str, float]:
    kind, is_strong = run.people.kind, run.quality.is_strong
    return {
        "careless_auc": measures.give_auc(run.q, ~run.people.is_attentive),
        "careless_auc_without_times": measures.give_auc(
            run.q_without_times, ~run.people.is_attentive
        ),
        "straight_strong": float(is_strong[kind == Kind.STRAIGHT].mean()),
        "cyclic_strong": float(is_strong[kind == Kind.CYCLE].mean()),
        "random_strong": float(is_strong[kind == Kind.RANDOM].mean()),
        "partial_strong": float(is_strong[kind == Kind.PARTIAL].mean()),
        "honest_strong": float(is_strong[run.people.is_attentive].mean()),
    }
