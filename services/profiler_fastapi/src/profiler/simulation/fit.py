"""Fit q on its own seeds and freeze the coefficients in the bank file."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from profiler.bank.models import Bank, CarelessModel, CarelessWeights
from profiler.simulation.layout import Bools, Floats, lay_out
from profiler.simulation.population import draw_people
from profiler.simulation.quality_twin import FEATURES, compute_indices

FIT_SEEDS: Final = (100, 111)
TIMELESS: Final = FEATURES[:4]
PENALTY: Final = 1e-2
"""A ridge per person: simulated honest people almost never answer fast, and without it three fast
answers of a real one would count as proof."""
ROUNDS: Final = 50
DIGITS: Final = 4

_SECTION = re.compile(r"^careless_model:\n(?: .*\n)+", re.MULTILINE)


def fit_model(bank: Bank) -> CarelessModel:
    """The two sets of coefficients, by penalised maximum likelihood on seeds 100-111."""
    layout = lay_out(bank)
    features, labels = [], []
    for seed in range(FIT_SEEDS[0], FIT_SEEDS[1] + 1):
        people = draw_people(layout, seed)
        features.append(compute_indices(layout, people.position, people.millis).features)
        labels.append(~people.is_attentive)
    known, careless = np.concatenate(features), np.concatenate(labels)
    return CarelessModel(
        seeds=FIT_SEEDS,
        with_times=_name(fit_logistic(known, careless), FEATURES),
        without_times=_name(fit_logistic(known[:, : len(TIMELESS)], careless), TIMELESS),
    )


def fit_logistic(features: Floats, labels: Bools) -> Floats:
    """Intercept and slopes by iteratively reweighted least squares, ridge on the slopes."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    design = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    ridge = PENALTY * len(features) * np.eye(design.shape[1])
    ridge[0, 0] = 0.0
    weights = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (labels - p) - ridge @ weights
        curve = (design * (p * (1 - p))[:, None]).T @ design + ridge
        weights = weights + np.linalg.solve(curve, slope)
    slopes = weights[1:] / spread
    return np.concatenate([[weights[0] - slopes @ mean], slopes])


def write_model(path: Path, model: CarelessModel) -> None:
    """Replace the section of the bank file; every other byte stays."""
    text = path.read_text(encoding="utf-8")
    written, found = _SECTION.subn(lambda _: format_model(model), text)
    if found != 1:
        raise ValueError(f"{path} has {found} sections called careless_model")
    path.write_text(written, encoding="utf-8")


def format_model(model: CarelessModel) -> str:
    """The section as it stands in the bank file."""
    lines = [
        "careless_model:",
        f"  seeds: [{model.seeds[0]}, {model.seeds[1]}]",
        "  with_times:",
        *_format(model.with_times, FEATURES),
        "  without_times:",
        *_format(model.without_times, TIMELESS),
    ]
    return "\n".join(lines) + "\n"


def _name(values: Floats, names: Sequence[str]) -> CarelessWeights:
    rounded = [round(float(value), DIGITS) for value in values]
    return CarelessWeights(intercept=rounded[0], **dict(zip(names, rounded[1:], strict=True)))


def _format(weights: CarelessWeights, names: Sequence[str]) -> list[str]:
    return [f"    {name}: {getattr(weights, name)}" for name in ("intercept", *names)]
