"""The people of spec 10, section 6: what they are, how they answer, how long they take.

The scorer sees positions and times only. What the spec leaves open is decided here and listed in
``ASSUMPTIONS``. One of these was changed after a look at a gate, against the scorer: careless
answers took 2.5 s at first, which made careless people too easy to find (AUC .998).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from profiler.simulation.layout import Bools, Floats, Ints, Layout
from talent_contracts.vocabulary import Track

LEARNERS: Final = 5000
CARELESS_SHARE: Final = 0.12
POSITION_BIAS: Final = (0.30, 0.15, 0.0, 0.0, 0.0)
OTHER_CORRELATION: Final = 0.05
LEVEL_CUTS: Final = (-1.0, -0.3, 0.5, 1.3)
CORRELATIONS: Final = {
    (Track.DEFENDER, Track.OFFENSIVE): 0.25,
    (Track.DEFENDER, Track.GRC): 0.20,
    (Track.DEFENDER, Track.INNOVATION): 0.15,
    (Track.OFFENSIVE, Track.INNOVATION): 0.35,
    (Track.GRC, Track.LEADERSHIP): 0.40,
    (Track.OFFENSIVE, Track.GRC): -0.15,
}
NOT_SURE_SHARE: Final = 0.35
PACE_SD: Final = 0.30
TIME_SD: Final = 0.40
CARELESS_MEDIAN_S: Final = 4.0
CARELESS_PACE_SD: Final = 0.50
CARELESS_TIME_SD: Final = 0.50
RATING_NOISE: Final = 0.50

ASSUMPTIONS: Final = (
    f"the four correlations called small are {OTHER_CORRELATION}",
    "each option loads on its own track by the item's discrimination and on one other track",
    f"of the keyed items that are not solved {NOT_SURE_SHARE:.0%} are answered by not sure",
    "the discriminations of keyed items are log-normal about 1.25, spread .25 (decision 12)",
    f"times are log-normal: pace SD {PACE_SD}, residual SD {TIME_SD}, median the expected time",
    f"careless answers take {CARELESS_MEDIAN_S} s (median) whatever the question",
    f"careless people's pace has SD {CARELESS_PACE_SD}, its residual SD {CARELESS_TIME_SD}",
    "partly careless people click at random from a point between 30 % and 70 % of the bank on",
    f"ratings are cut from exposure plus noise of SD {RATING_NOISE}",
    "the level selected is cut from ability plus N(0.4, 0.5) (decision 12)",
)


@dataclass(frozen=True, slots=True)
class Unstated:
    """Two things that the spec leaves open and the rows of ability and level hang on.

    ``keyed_slope`` is the median discrimination of keyed items. People select their level by
    ability plus normal noise of the mean and SD in ``selection``; with None by their exposure
    (r = .6 with ability). The defaults are the ones that give back the figures which spec 10
    reports of its prototype (decision 12); other values serve the sensitivity table only.
    """

    keyed_slope: float = 1.25
    selection: tuple[float, float] | None = (0.4, 0.5)


DEFAULT: Final = Unstated()


class Kind(IntEnum):
    """How a person answers."""

    ATTENTIVE = 0
    RANDOM = 1
    STRAIGHT = 2
    CYCLE = 3
    PARTIAL = 4


CARELESS_KINDS: Final = (
    (Kind.RANDOM, 0.35),
    (Kind.STRAIGHT, 0.15),
    (Kind.CYCLE, 0.10),
    (Kind.PARTIAL, 0.40),
)


@dataclass(frozen=True)
class People:
    """One seed's people, one row each.

    ``interest`` (n, 5) and ``theta`` (n,) are latent; ``truth`` is the strongest interest;
    ``pace`` is the log of their time over the expected one. ``position`` (n, 51) is what they click
    on our form, ``letter`` what they click where letters stand for fixed tracks; ``millis`` (n, 51)
    are whole milliseconds.
    """

    interest: Floats
    theta: Floats
    pace: Floats
    kind: Ints
    position: Ints
    letter: Ints
    millis: Ints

    @property
    def truth(self) -> Ints:
        """The track of the strongest interest."""
        return np.asarray(np.argmax(self.interest, axis=1))

    @property
    def is_attentive(self) -> Bools:
        """Who reads every question."""
        return np.asarray(self.kind == Kind.ATTENTIVE)

    @property
    def level(self) -> Ints:
        """The true level 0-4."""
        return cut_levels(self.theta)


def draw_people(
    layout: Layout, seed: int, learners: int = LEARNERS, unstated: Unstated = DEFAULT
) -> People:
    """People and the true parameters of the items they answer, from one seed."""
    chance = np.random.default_rng(seed)
    interest = chance.multivariate_normal(np.zeros(5), _correlate(), size=learners)
    theta = chance.standard_normal(learners)
    exposure = 0.6 * theta + 0.8 * chance.standard_normal(learners)
    position = np.zeros((learners, layout.size), dtype=np.int64)
    letter = np.zeros_like(position)
    ours, fixed = _prefer(chance, layout, interest)
    position[:, layout.preference], letter[:, layout.preference] = ours, fixed
    position[:, layout.keyed] = letter[:, layout.keyed] = _solve(chance, layout, theta, unstated)
    noise = RATING_NOISE * chance.standard_normal((learners, len(layout.rating)))
    ratings = cut_levels(exposure[:, None] + noise)
    position[:, layout.rating] = letter[:, layout.rating] = ratings
    selected = cut_levels(_view_themselves(chance, theta, exposure, unstated))
    position[:, layout.level] = letter[:, layout.level] = selected
    pace = PACE_SD * chance.standard_normal(learners)
    residual = TIME_SD * chance.standard_normal(position.shape)
    seconds = layout.expected * np.exp(pace[:, None] + residual)
    kind = _draw_kinds(chance, learners)
    careless = _find_careless(chance, kind, layout.size)
    clicked = _click(chance, kind, layout.size)
    hurried = CARELESS_MEDIAN_S * np.exp(
        CARELESS_PACE_SD * chance.standard_normal((learners, 1))
        + CARELESS_TIME_SD * chance.standard_normal(position.shape)
    )
    return People(
        interest=interest,
        theta=theta,
        pace=pace,
        kind=kind,
        position=np.where(careless, clicked, position),
        letter=np.where(careless, clicked, letter),
        millis=np.rint(1000 * np.where(careless, hurried, seconds)).astype(np.int64),
    )


def cut_levels(values: Floats) -> Ints:
    """0-4 by the cuts of the levels."""
    return np.searchsorted(np.array(LEVEL_CUTS), values, side="right")


def _correlate() -> Floats:
    tracks = list(Track)
    matrix = np.full((5, 5), OTHER_CORRELATION)
    np.fill_diagonal(matrix, 1.0)
    for (first, second), value in CORRELATIONS.items():
        row, column = tracks.index(first), tracks.index(second)
        matrix[row, column] = matrix[column, row] = value
    return matrix


def _prefer(chance: np.random.Generator, layout: Layout, interest: Floats) -> tuple[Ints, Ints]:
    """Positions on our form and letters on the fixed form, by one draw of each person's taste."""
    items = len(layout.preference)
    slope = chance.lognormal(np.log(1.0), 0.25, size=(items, 1))
    loading = np.zeros((items, 5, 5))
    own = np.arange(5)
    other = (own + chance.integers(1, 5, size=(items, 5))) % 5
    loading[:, own, own] = slope
    loading[np.arange(items)[:, None], own, other] = chance.uniform(0, 0.3, size=(items, 5))
    desirability = 0.4 * chance.standard_normal((items, 5))
    taste = np.einsum("nu,jtu->njt", interest, loading) + desirability
    taste += chance.gumbel(size=taste.shape)
    bias = np.array(POSITION_BIAS)
    by_position = np.take_along_axis(taste, layout.track_at[None], axis=2) + bias
    return np.argmax(by_position, axis=2), np.argmax(taste + bias, axis=2)


def _solve(chance: np.random.Generator, layout: Layout, theta: Floats, unstated: Unstated) -> Ints:
    """Positions on keyed items: the key, a distractor, or not sure (the last position)."""
    items = len(layout.keyed)
    b = layout.b + 0.4 * chance.standard_normal(items)
    guessing = chance.uniform(0.12, 0.22, size=items)
    slope = chance.lognormal(np.log(unstated.keyed_slope), 0.25, size=items)
    p = guessing + (1 - guessing) / (1 + np.exp(-slope * (theta[:, None] - b)))
    is_right = chance.random(p.shape) < p
    distractor = (layout.key + chance.integers(1, 4, size=p.shape)) % 4
    missed = np.where(chance.random(p.shape) < NOT_SURE_SHARE, 4, distractor)
    return np.where(is_right, layout.key, missed)


def _view_themselves(
    chance: np.random.Generator, theta: Floats, exposure: Floats, unstated: Unstated
) -> Floats:
    if unstated.selection is None:
        return exposure
    mean, spread = unstated.selection
    return theta + mean + spread * chance.standard_normal(len(theta))


def _draw_kinds(chance: np.random.Generator, learners: int) -> Ints:
    kinds = chance.choice(
        [kind for kind, _ in CARELESS_KINDS],
        size=learners,
        p=[share for _, share in CARELESS_KINDS],
    )
    return np.where(chance.random(learners) < CARELESS_SHARE, kinds, Kind.ATTENTIVE)


def _find_careless(chance: np.random.Generator, kind: Ints, size: int) -> Bools:
    """Which answers nobody thought about, shape (n, size)."""
    start = np.rint(size * chance.uniform(0.3, 0.7, size=len(kind)))
    start = np.where(kind == Kind.PARTIAL, start, 0)
    is_careless = (kind != Kind.ATTENTIVE)[:, None]
    return np.asarray(is_careless & (np.arange(size) >= start[:, None]))


def _click(chance: np.random.Generator, kind: Ints, size: int) -> Ints:
    first = chance.integers(0, 5, size=(len(kind), 1))
    step = np.where(kind == Kind.CYCLE, chance.integers(1, 5, size=len(kind)), 0)[:, None]
    regular = (first + step * np.arange(size)) % 5
    at_random = chance.integers(0, 5, size=(len(kind), size))
    is_regular = np.isin(kind, [Kind.STRAIGHT, Kind.CYCLE])[:, None]
    return np.where(is_regular, regular, at_random)
