"""The rows behind the plots, over all seeds: where recovery, calibration and error come from."""

from collections.abc import Mapping, Sequence

import numpy as np

from profiler.bank.models import Bank
from profiler.simulation import measures
from profiler.simulation.layout import TRACKS, lay_out
from profiler.simulation.population import CARELESS_KINDS, Unstated, draw_people
from profiler.simulation.seed_run import SeedRun
from profiler.simulation.twin import score_abilities, verify_levels

GAPS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
THETAS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
SENSITIVITY = (
    Unstated(),
    Unstated(keyed_slope=1.0),
    Unstated(keyed_slope=1.5),
    Unstated(selection=(0.0, 0.5)),
    Unstated(selection=(0.5, 0.7)),
    Unstated(selection=None),
    Unstated(keyed_slope=1.0, selection=None),
)

Rows = Sequence[Mapping[str, float | str]]


def list_reliability(runs: Sequence[SeedRun]) -> Rows:
    """Mean p of the primary track and share recovered in 15 bins of equal mass."""
    rows = [run.people.is_attentive for run in runs]
    said = np.concatenate([r.tracks.p[a].max(axis=1) for r, a in zip(runs, rows, strict=True)])
    right = np.concatenate([r.is_recovered[a] for r, a in zip(runs, rows, strict=True)])
    return [
        {"people": count, "said": _round(confidence), "recovered": _round(share)}
        for count, confidence, share in measures.list_bins(said, right)
    ]


def list_recovery_by_clarity(runs: Sequence[SeedRun]) -> Rows:
    """Recovery by how far the strongest interest leads, ours and additive."""
    rows = [run.people.is_attentive for run in runs]
    pairs = list(zip(runs, rows, strict=True))
    gap = np.concatenate([measures.give_gap(r.people.interest[a]) for r, a in pairs])
    ours = np.concatenate([r.is_recovered[a] for r, a in pairs])
    additive = np.concatenate(
        [np.argmax(r.additive[a], axis=1) == r.people.truth[a] for r, a in pairs]
    )
    found = []
    for low, high in zip(GAPS, (*GAPS[1:], np.inf), strict=True):
        inside = (gap >= low) & (gap < high)
        found.append(
            {
                "gap_from": low,
                "people": int(inside.sum()),
                "recovered": _round(ours[inside].mean()),
                "additive": _round(additive[inside].mean()),
            }
        )
    return found


def list_theta_errors(runs: Sequence[SeedRun]) -> Rows:
    """Bias, RMSE and coverage of ability by true ability, in half logits."""
    rows = [run.people.is_attentive for run in runs]
    pairs = list(zip(runs, rows, strict=True))
    theta = np.concatenate([r.people.theta[a] for r, a in pairs])
    found = np.concatenate([r.abilities.theta[a] for r, a in pairs])
    spread = np.concatenate([r.abilities.standard_error[a] for r, a in pairs])
    error = found - theta
    listed = []
    for center in THETAS:
        inside = np.abs(theta - center) < 0.25
        listed.append(
            {
                "theta": center,
                "people": int(inside.sum()),
                "bias": _round(error[inside].mean()),
                "rmse": _round(np.sqrt((error[inside] ** 2).mean())),
                "coverage": _round((np.abs(error) <= 1.96 * spread)[inside].mean()),
            }
        )
    return listed


def list_share_bias(runs: Sequence[SeedRun]) -> Rows:
    """How much more often each track is recommended than true: mean and extremes over seeds."""
    errors = np.array(
        [
            measures.list_share_errors(
                run.tracks.primary[run.people.is_attentive],
                run.people.truth[run.people.is_attentive],
            )
            for run in runs
        ]
    )
    return [
        {
            "track": track.value,
            "bias": _round(errors[:, n].mean()),
            "lowest": _round(errors[:, n].min()),
            "highest": _round(errors[:, n].max()),
        }
        for n, track in enumerate(TRACKS)
    ]


def list_flags_by_kind(runs: Sequence[SeedRun]) -> Rows:
    """Who is flagged strong, and the mean q, by how people answer."""
    kind = np.concatenate([run.people.kind for run in runs])
    strong = np.concatenate([run.quality.is_strong for run in runs])
    q = np.concatenate([run.q for run in runs])
    names = {0: "attentive"} | {int(k): k.name.lower() for k, _ in CARELESS_KINDS}
    return [
        {
            "kind": name,
            "people": int((kind == n).sum()),
            "strong": _round(strong[kind == n].mean()),
            "mean_q": _round(q[kind == n].mean()),
        }
        for n, name in names.items()
    ]


def list_sensitivity(bank: Bank, seeds: Sequence[int]) -> Rows:
    """What the figures of ability and level would be under other readings of the spec."""
    return [_vary(bank, seeds, unstated) for unstated in SENSITIVITY]


def _vary(bank: Bank, seeds: Sequence[int], unstated: Unstated) -> dict[str, float | str]:
    layout = lay_out(bank)
    people = [draw_people(layout, seed, unstated=unstated) for seed in seeds]
    position = np.concatenate([group.position[group.is_attentive] for group in people])
    theta = np.concatenate([group.theta[group.is_attentive] for group in people])
    level = np.concatenate([group.level[group.is_attentive] for group in people])
    abilities = score_abilities(layout, position)
    error = abilities.theta - theta
    off = verify_levels(abilities.reach, position[:, layout.level]) - level
    return {
        "keyed_slope": unstated.keyed_slope,
        "selected_by": _tell_selection(unstated),
        "theta_rmse": _round(np.sqrt((error**2).mean())),
        "theta_coverage": _round((np.abs(error) <= 1.96 * abilities.standard_error).mean()),
        "level_exact": _round((off == 0).mean()),
        "level_within_1": _round((np.abs(off) <= 1).mean()),
        "level_2_too_high": _round((off >= 2).mean()),
    }


def _tell_selection(unstated: Unstated) -> str:
    if unstated.selection is None:
        return "exposure"
    mean, spread = unstated.selection
    return f"ability + N({mean}, {spread})"


def _round(value: float) -> float:
    return round(float(value), 4)
