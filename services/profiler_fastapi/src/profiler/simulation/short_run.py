"""The short form on the people of one seed, beside the full form on the same people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from profiler.bank.models import Bank
from profiler.simulation import measures
from profiler.simulation.layout import Ints, Layout
from profiler.simulation.population import People
from profiler.simulation.short_twin import ask, count_questions, lay_out_short
from profiler.simulation.twin import (
    AbilityScores,
    TrackScores,
    score_abilities,
    score_tracks,
    verify_levels,
)

COMPARED: Final = {
    "top1": "top-1 recovery",
    "top2": "top-2",
    "calibration": "calibration error of p",
    "theta_rmse": "theta RMSE",
    "theta_coverage": "theta 95 % coverage",
    "level_exact": "level exact",
    "level_within_1": "level within 1",
    "level_2_too_high": "level 2 or more too high",
}
"""Figures that both forms have; those of the short form have the prefix ``short_``."""


@dataclass(frozen=True)
class ShortRun:
    """What the short form says of each person; ``questions`` (n,) is how many it asked."""

    questions: Ints
    tracks: TrackScores
    abilities: AbilityScores
    verified: Ints


def run_short(bank: Bank, layout: Layout, people: People) -> ShortRun:
    """Ask everybody what the plan asks and score that."""
    form = lay_out_short(bank)
    asked = ask(layout, form, people.position)
    abilities = score_abilities(layout, people.position, asked=asked.keyed)
    return ShortRun(
        questions=count_questions(form, asked),
        tracks=score_tracks(layout, people.position, asked=asked.preference),
        abilities=abilities,
        verified=verify_levels(abilities.reach, people.position[:, layout.level]),
    )


def measure_short(run: ShortRun, people: People) -> dict[str, float]:
    """The figures of the attentive people, and the mean number of questions of all."""
    rows = people.is_attentive
    truth, questions = people.truth[rows], run.questions[rows]
    recovered = run.tracks.primary[rows] == truth
    error = (run.abilities.theta - people.theta)[rows]
    spread = run.abilities.standard_error[rows]
    off = (run.verified - people.level)[rows]
    return {
        "short_questions": float(questions.mean()),
        "short_questions_p90": float(np.quantile(questions, 0.9)),
        "short_questions_all": float(run.questions.mean()),
        "short_top1": float(recovered.mean()),
        "short_top2": float((run.tracks.ranking[rows, :2] == truth[:, None]).any(axis=1).mean()),
        "short_calibration": measures.give_calibration_error(
            run.tracks.p[rows].max(axis=1), recovered
        ),
        "short_theta_rmse": float(np.sqrt((error**2).mean())),
        "short_theta_coverage": float((np.abs(error) <= 1.96 * spread).mean()),
        "short_level_exact": float((off == 0).mean()),
        "short_level_within_1": float((np.abs(off) <= 1).mean()),
        "short_level_2_too_high": float((off >= 2).mean()),
    }


def compare_forms(
    figures: Sequence[Mapping[str, float]], items: int
) -> list[dict[str, float | str]]:
    """Both forms, and the difference on the same people: mean, lowest and highest seed."""
    counts = {"short_questions": "questions, mean", "short_questions_p90": "questions, 90th pct."}
    return [
        *(
            _compare(title, [(float(items), f[name]) for f in figures])
            for name, title in counts.items()
        ),
        *(
            _compare(title, [(f[name], f[f"short_{name}"]) for f in figures])
            for name, title in COMPARED.items()
        ),
    ]


def _compare(title: str, pairs: Sequence[tuple[float, float]]) -> dict[str, float | str]:
    full, short = (np.array(column) for column in zip(*pairs, strict=True))
    return {
        "measure": title,
        "full": round(float(full.mean()), 4),
        "short": round(float(short.mean()), 4),
        "difference": round(float((short - full).mean()), 4),
        "lowest": round(float((short - full).min()), 4),
        "highest": round(float((short - full).max()), 4),
    }
