"""Which questions the short form asks, given the answers so far (spec 10, section 7).

A first pass in bank order asks five preference items of each preference module, five of the ten
aptitude items, every rating and micro-check, and the level. Then two more aptitude items follow
unless ability is known well enough, and preference items, one module after the other, until one
track leads clearly. An aptitude item is the one that tells most at the ability estimated so far::

    I(theta) = a^2 (1 - P) / P ((P - c) / (1 - c))^2        (3PL; Lord 1980, eq. 5-9)

Everything follows from the answers alone, so any device and any replay finds the same questions. A
question that was answered stays answered; one that the plan does not hold does no harm. Only an
answer that is changed afterwards can reopen a plan that was at its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile, zip_longest
from typing import Final

from profiler.bank.models import Bank, Item, ItemFormat
from profiler.scoring.ability import list_responses
from profiler.scoring.choices import count_tracks, list_choices
from profiler.scoring.grid import GUESSING, SLOPE, Estimate, estimate, give_chance
from profiler.scoring.track import compute_shares, compute_temperature

FIRST_PREFERENCES: Final = 5
"""Preference items that the first pass asks from each preference module."""
LEADING_SHARE: Final = 0.85
LEAST_APTITUDE: Final = 5
MOST_APTITUDE: Final = 7
KNOWN_ERROR: Final = 0.68
"""Standard error of ability, in logits, below which ten keyed items are enough.

By the simulation: a smaller bound asks more than 40 questions on average, a larger one takes the
error of ability further away from that of the full form.
"""


class Mode(StrEnum):
    """Whether a session asks the whole bank or the short form."""

    FULL = "full"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the short form asks of this learner: item ids.

    ``answered`` are the planned ones that have an answer; ``left`` the others in the order in which
    they come, as many as can still come.
    """

    answered: tuple[str, ...]
    left: tuple[str, ...]


def plan_short_form(bank: Bank, answers: Mapping[str, str]) -> Plan:
    """The plan after these answers (item id to option key). Raises ``UnknownAnswer``."""
    turns = list_turns(bank)
    preferences = turns[: _count_needed(bank, turns, answers)]
    aptitude = _choose_aptitude(bank, answers)
    first = count_first(bank)
    opening = {item.id for item in (*preferences[:first], *aptitude[:LEAST_APTITUDE])}
    adaptive = {item.id for item in (*turns, *list_aptitude(bank))}
    rank = {item.id: place for place, item in enumerate(aptitude)}
    planned = [
        *(
            item
            for items in bank.by_module.values()
            for item in sorted(items, key=lambda item: rank.get(item.id, 0))
            if item.id in opening or item.id not in adaptive
        ),
        *aptitude[LEAST_APTITUDE:],
        *preferences[first:],
    ]
    return Plan(
        answered=tuple(item.id for item in planned if item.id in answers),
        left=tuple(item.id for item in planned if item.id not in answers),
    )


def list_turns(bank: Bank) -> tuple[Item, ...]:
    """The preference items in the order asked: the first of each module, then module by module."""
    modules = [
        [item for item in items if item.format is ItemFormat.PREFERENCE]
        for items in bank.by_module.values()
    ]
    first = [item for items in modules for item in items[:FIRST_PREFERENCES]]
    rounds = zip_longest(*(items[FIRST_PREFERENCES:] for items in modules))
    return (*first, *(item for together in rounds for item in together if item is not None))


def count_first(bank: Bank) -> int:
    """How many preference items the first pass asks."""
    modules = {item.module for item in bank.of_format(ItemFormat.PREFERENCE)}
    return FIRST_PREFERENCES * len(modules)


def list_aptitude(bank: Bank) -> tuple[Item, ...]:
    """The keyed items to choose from; the micro-checks are asked of everybody."""
    return tuple(item for item in bank.of_format(ItemFormat.KEYED) if item.category is not None)


def give_information(theta: float, b: float) -> float:
    """Fisher information of an item of difficulty ``b`` at ``theta``, per square logit."""
    p = give_chance(theta, b)
    return SLOPE**2 * (1 - p) / p * ((p - GUESSING) / (1 - GUESSING)) ** 2


def _count_needed(bank: Bank, turns: Sequence[Item], answers: Mapping[str, str]) -> int:
    """How many preference items are enough, by those answered without a gap."""
    choices = {choice.item_id: choice for choice in list_choices(bank, answers)}
    reached = [choices[i.id] for i in takewhile(lambda item: item.id in choices, turns)]
    for count in range(count_first(bank), len(reached) + 1):
        shares = compute_shares(count_tracks(reached[:count]), compute_temperature(count))
        if max(shares.values()) >= LEADING_SHARE:
            return count
    return len(turns)


def _choose_aptitude(bank: Bank, answers: Mapping[str, str]) -> list[Item]:
    """The aptitude items of the plan: those answered, then the ones to ask, best first."""
    keyed = list_responses(bank, answers, is_adaptive=True)
    found = estimate((response.b, response.is_right) for response in keyed)
    chosen = [item for item in list_aptitude(bank) if item.id in answers][:MOST_APTITUDE]
    rest = [item for item in list_aptitude(bank) if item.id not in answers]
    for _ in range(_count_aptitude(bank, answers, found) - len(chosen)):
        best = _pick(rest, {item.category for item in chosen}, found.theta)
        chosen.append(best)
        rest.remove(best)
    return chosen


def _count_aptitude(bank: Bank, answers: Mapping[str, str], found: Estimate) -> int:
    aptitude = {item.id for item in list_aptitude(bank)}
    checks = {item.id for item in bank.of_format(ItemFormat.KEYED)} - aptitude
    is_asked = len(aptitude & answers.keys()) == LEAST_APTITUDE and checks <= answers.keys()
    return LEAST_APTITUDE if is_asked and found.standard_error < KNOWN_ERROR else MOST_APTITUDE


def _pick(rest: Sequence[Item], covered: set[str | None], theta: float) -> Item:
    """The item that tells most, from a category not yet asked if there is one; else bank order."""
    fresh = [item for item in rest if item.category not in covered] or rest
    return max(fresh, key=lambda item: give_information(theta, item.b or 0.0))
