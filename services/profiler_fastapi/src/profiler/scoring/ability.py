"""What the keyed items say about ability (spec 10, section 3). It never moves the track.

"I don't know this one yet" and an item that was seen and left open count as wrong; an item after
the last answered one was not reached and counts for nothing. Seen means: before the furthest
answered item of the whole bank, in the order asked. The short form asks in an order of its own:
there, an item without an answer was never asked.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from profiler.bank.models import Bank, Item, ItemFormat
from profiler.scoring.choices import check_answers
from profiler.scoring.grid import Estimate, estimate, logistic

FULL_KEYED: Final = 8
"""Keyed answers from which ability is more than provisional and may verify a level."""
CATEGORY_VARIANCE: Final = 0.36
"""How far a category's ability is expected to stray from the rest, in square logits."""
DEVELOPING_SCORE: Final = 40.0
STRONG_SCORE: Final = 60.0
FIRST_IMPRESSION_ITEMS: Final = 2


class Label(StrEnum):
    """A category in one word: emerging below a score of 40, strong from 60."""

    EMERGING = "emerging"
    DEVELOPING = "developing"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class KeyedResponse:
    """One keyed item that counts. ``b`` is its difficulty in logits.

    ``is_answered`` is false where the learner saw the item and left it open.
    """

    item_id: str
    category: str | None
    domain: str | None
    b: float
    is_right: bool
    is_answered: bool


@dataclass(frozen=True, slots=True)
class CategoryAbility:
    """Ability in one category. ``theta`` in logits; ``score`` and ``band`` on 0 to 100.

    ``items`` of the category count, ``right`` of them are right; ``evidence`` are their ids. With
    at most two items it is a first impression.
    """

    category: str
    theta: float
    standard_error: float
    score: float
    band: tuple[float, float]
    label: Label
    items: int
    right: int
    evidence: tuple[str, ...]

    @property
    def is_first_impression(self) -> bool:
        """Whether there are too few items to say more than a first word."""
        return self.items <= FIRST_IMPRESSION_ITEMS


@dataclass(frozen=True, slots=True)
class Ability:
    """Ability over all keyed items that count.

    ``theta`` and ``standard_error`` in logits; ``score`` is the expected share of the bank's keyed
    items known without guessing, on 0 to 100, and ``band`` the same at one standard error below and
    above. ``answered`` keyed items have an answer, ``counted`` count, ``right`` are right.
    Categories without a counted item are absent.
    """

    theta: float
    standard_error: float
    posterior: tuple[float, ...]
    score: float
    band: tuple[float, float]
    answered: int
    counted: int
    right: int
    categories: tuple[CategoryAbility, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether fewer than eight keyed items were answered."""
        return self.answered < FULL_KEYED


def score_ability(
    bank: Bank, answers: Mapping[str, str], *, is_adaptive: bool = False
) -> Ability | None:
    """The ability behind ``answers`` (item id to option key), or None when it is not measured.

    None means that no keyed item was answered. Raises ``UnknownAnswer``.
    """
    responses = list_responses(bank, answers, is_adaptive=is_adaptive)
    if not any(response.is_answered for response in responses):
        return None
    difficulties = [item.b for item in bank.of_format(ItemFormat.KEYED) if item.b is not None]
    found = _estimate(responses)
    return Ability(
        theta=found.theta,
        standard_error=found.standard_error,
        posterior=found.posterior,
        score=give_score(found.theta, difficulties),
        band=_give_band(found, difficulties),
        answered=sum(response.is_answered for response in responses),
        counted=len(responses),
        right=sum(response.is_right for response in responses),
        categories=tuple(
            _score_category(category, responses, difficulties)
            for category in dict.fromkeys(r.category for r in responses)
            if category is not None
        ),
    )


def list_responses(
    bank: Bank, answers: Mapping[str, str], *, is_adaptive: bool = False
) -> tuple[KeyedResponse, ...]:
    """The keyed items that count, in bank order: those answered and those seen and left open.

    In an adaptive form an open item was not asked, so only the answered ones count. Raises
    ``UnknownAnswer``.
    """
    check_answers(bank, answers)
    furthest = max((n for n, item_id in enumerate(bank.order) if item_id in answers), default=-1)
    seen = [item for item in bank.items[: furthest + 1] if item.format is ItemFormat.KEYED]
    return tuple(
        _respond(item, answers.get(item.id))
        for item in seen
        if item.id in answers or not is_adaptive
    )


def estimate_category(responses: Iterable[KeyedResponse], category: str) -> Estimate:
    """Ability in one category, drawn towards what the items outside it say.

    The prior is N(theta_-c, .36 + SE_-c^2), with theta_-c and SE_-c estimated without the
    category: with all items in the prior the category's own would count twice.
    """
    known = tuple(responses)
    outside = _estimate(r for r in known if r.category != category)
    return estimate(
        ((r.b, r.is_right) for r in known if r.category == category),
        mean=outside.theta,
        variance=CATEGORY_VARIANCE + outside.standard_error**2,
    )


def give_score(theta: float, difficulties: Iterable[float]) -> float:
    """100 times the mean of 1 / (1 + exp(-(theta - b))) over the items' difficulties."""
    known = [logistic(theta - b) for b in difficulties]
    return 100 * math.fsum(known) / len(known)


def judge_label(score: float) -> Label:
    """Emerging below 40, developing below 60, strong from 60: the cuts of the gap analysis."""
    if score < DEVELOPING_SCORE:
        return Label.EMERGING
    return Label.DEVELOPING if score < STRONG_SCORE else Label.STRONG


def _respond(item: Item, option: str | None) -> KeyedResponse:
    if item.b is None:
        raise ValueError(f"{item.id} has no difficulty")
    return KeyedResponse(
        item_id=item.id,
        category=item.category,
        domain=item.domain,
        b=item.b,
        is_right=option == item.key,
        is_answered=option is not None,
    )


def _estimate(responses: Iterable[KeyedResponse]) -> Estimate:
    return estimate((response.b, response.is_right) for response in responses)


def _give_band(found: Estimate, difficulties: list[float]) -> tuple[float, float]:
    low, high = found.theta - found.standard_error, found.theta + found.standard_error
    return give_score(low, difficulties), give_score(high, difficulties)


def _score_category(
    category: str, responses: tuple[KeyedResponse, ...], difficulties: list[float]
) -> CategoryAbility:
    """Scored against the difficulties of the whole bank, so that categories can be compared."""
    own = [response for response in responses if response.category == category]
    found = estimate_category(responses, category)
    score = give_score(found.theta, difficulties)
    return CategoryAbility(
        category=category,
        theta=found.theta,
        standard_error=found.standard_error,
        score=score,
        band=_give_band(found, difficulties),
        label=judge_label(score),
        items=len(own),
        right=sum(response.is_right for response in own),
        evidence=tuple(response.item_id for response in own),
    )
