"""The gates of spec 10, section 6. A figure is the mean over seeds; the worst seed is shown too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from profiler.simulation import measures
from profiler.simulation.seed_run import SeedRun


@dataclass(frozen=True, slots=True)
class Gate:
    """A bound on one figure; ``prototype`` and ``stretch`` as the spec prints them."""

    name: str
    figure: str
    kind: Literal["least", "most"]
    bound: float
    prototype: str = "-"
    stretch: str = "-"


@dataclass(frozen=True, slots=True)
class Judged:
    """A gate with its figure: the mean over seeds, the lowest and the highest seed."""

    gate: Gate
    value: float
    lowest: float
    highest: float

    @property
    def is_passed(self) -> bool:
        """Whether the mean keeps the bound."""
        if self.gate.kind == "least":
            return self.value >= self.gate.bound
        return self.value <= self.gate.bound


GATES: Final = (
    Gate("top-1 recovery", "top1", "least", 0.75, ".767", ".80"),
    Gate("top-1 over the additive baseline", "gain", "least", 0.03, ".044"),
    Gate("top-2", "top2", "least", 0.92, ".931", ".95"),
    Gate("top-1 on clear profiles", "clear_top1", "least", 0.92, ".936", ".95"),
    Gate("calibration error of p, attentive", "calibration", "most", 0.035, ".024", ".02"),
    Gate("calibration error of p*, all sessions", "calibration_adjusted_all", "most", 0.035),
    Gate("Brier, 5 classes", "brier", "most", 0.34, ".323", ".30"),
    Gate("max error of recommended share", "share_error", "most", 0.06, ".035", ".03"),
    Gate("high band correct", "high_correct", "least", 0.88, ".906", ".92"),
    Gate("theta RMSE", "theta_rmse", "most", 0.60, ".568", ".50"),
    Gate("theta 95 % coverage, at least", "theta_coverage", "least", 0.94, ".968"),
    Gate("theta 95 % coverage, at most", "theta_coverage", "most", 0.98, ".968"),
    Gate("level exact", "level_exact", "least", 0.54, ".570", ".60"),
    Gate("level within 1", "level_within_1", "least", 0.96, ".976", ".98"),
    Gate("level 2 or more too high", "level_2_too_high", "most", 0.02, ".011", ".01"),
    Gate("careless AUC, ability-free", "careless_auc", "least", 0.94, ".958", ".97"),
    Gate("straight clickers flagged strong", "straight_strong", "least", 1.0),
    Gate("cyclic clickers flagged strong", "cyclic_strong", "least", 1.0),
    Gate("short form: top-1 lost", "short_top1_loss", "most", 0.015, ".005"),
    Gate("short form: questions, mean", "short_questions", "most", 40.0, "37"),
)
GROUP_GATE: Final = Gate(
    "honest flagged strong, worst of speed and ability groups", "group", "most", 0.03, "-", ".01"
)


def judge_gates(figures: Sequence[Mapping[str, float]]) -> list[Judged]:
    """Every gate on the figures of all seeds."""
    judged = []
    for gate in GATES:
        values = [seed[gate.figure] for seed in figures]
        judged.append(Judged(gate, sum(values) / len(values), min(values), max(values)))
    return judged


def judge_groups(groups: Mapping[str, float]) -> Judged:
    """The gate on honest people, by the worst group over all seeds together."""
    return Judged(GROUP_GATE, max(groups.values()), min(groups.values()), max(groups.values()))


def flag_groups(runs: Sequence[SeedRun]) -> dict[str, float]:
    """The share of honest people flagged strong by fifths of speed, of ability, and of both."""
    honest = [run.people.is_attentive for run in runs]
    strong = np.concatenate([r.quality.is_strong[h] for r, h in zip(runs, honest, strict=True)])
    pace = np.concatenate([r.people.pace[h] for r, h in zip(runs, honest, strict=True)])
    theta = np.concatenate([r.people.theta[h] for r, h in zip(runs, honest, strict=True)])
    speed, ability = measures.split_in_fifths(pace), measures.split_in_fifths(theta)
    groups = {f"speed {n + 1}": float(strong[speed == n].mean()) for n in range(5)}
    groups |= {f"ability {n + 1}": float(strong[ability == n].mean()) for n in range(5)}
    return groups | {
        f"speed {n + 1}, ability {m + 1}": float(strong[(speed == n) & (ability == m)].mean())
        for n in range(5)
        for m in range(5)
    }
