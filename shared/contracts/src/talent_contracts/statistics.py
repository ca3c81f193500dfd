"""How a bank's items behave among the people who answered them: shapes, no formulas.

Every figure but a count is null while fewer answers than its gate stand behind it.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from talent_contracts.model import Instant, StrictModel
from talent_contracts.results import ItemId, Probability

Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0)]
Correlation = Annotated[float, Field(ge=-1, le=1)]


class ItemWarning(StrEnum):
    """What a person should look at. A warning is a question to the writer, not a verdict."""

    KEY_SUSPECT = "key-suspect"
    DISTRACTOR_ATTRACTS = "distractor-attracts"
    WEAK_DISCRIMINATION = "weak-discrimination"
    OPTION_GLAMOROUS = "option-glamorous"
    OPTION_UNUSED = "option-unused"
    DRIFTED = "drifted"
    DIFFERS_BY_LANGUAGE = "differs-by-language"
    LEARNERS_STOP_HERE = "learners-stop-here"


class StatisticsGates(StrictModel):
    """The number of answers from which each kind of figure is told.

    ``drift`` holds for each of the two windows; ``dif`` for all answers and ``dif_focal`` for those
    of the focal group among them.
    """

    shares: Count
    discrimination: Count
    drift: Count
    dif: Count
    dif_focal: Count


class OptionStatistics(StrictModel):
    """One option: its share of the answers, and how choosing it goes with the rest.

    ``rest_correlation`` is the point-biserial correlation of choosing it with the rest score: of a
    keyed item the right answers on the other keyed items, of a preference item the choices of the
    option's track on the other preference items; null on ratings and levels.
    """

    key: Annotated[str, Field(pattern=r"^[A-Z]$")]
    share: Probability | None
    rest_correlation: Correlation | None


class Drift(StrictModel):
    """The option whose share moved most between the recent window and all before it.

    ``z`` is the two-sample statistic of its two shares.
    """

    option: Annotated[str, Field(pattern=r"^[A-Z]$")]
    share_before: Probability
    share_recent: Probability
    z: float


class LanguageDif(StrictModel):
    """Mantel-Haenszel comparison at equal rest score: who asked for another language (focal)
    against who did not.

    ``delta`` is -2.35 ln(alpha); negative: harder for the focal group. ``category`` is one of
    ETS's A (negligible), B and C (large).
    """

    delta: float
    category: Literal["A", "B", "C"]
    reference: Count
    focal: Count


class ItemStatistics(StrictModel):
    """One item. ``difficulty`` is the share of right answers among those who saw it.

    ``answered`` of the ``reached`` sessions answered it; ``stopped`` is how many sessions rested
    for good with this item as their first open one.
    """

    item_id: ItemId
    format: Literal["preference", "keyed", "rating", "level"]
    reached: Count
    answered: Count
    stopped: Count
    median_s: Seconds | None
    p90_s: Seconds | None
    difficulty: Probability | None
    point_biserial: Correlation | None
    options: Annotated[list[OptionStatistics], Field(min_length=2, max_length=10)]
    drift: Drift | None
    dif: LanguageDif | None
    warnings: Annotated[list[ItemWarning], Field(max_length=len(ItemWarning))]


class BankStatistics(StrictModel):
    """All items of one bank over the sessions of its full form.

    Sessions that were judged careless are counted in ``careless`` and left out of the figures.
    ``recent_from`` begins the recent window of the drift.
    """

    started: Count
    completed: Count
    abandoned: Count
    careless: Count
    median_minutes: Annotated[float, Field(ge=0)] | None
    recent_from: Instant
    gates: StatisticsGates
    items: Annotated[list[ItemStatistics], Field(min_length=1, max_length=60)]
