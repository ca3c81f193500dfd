"""What the short form asks of many people at once: a twin of ``profiler.scoring.short_form``.

People answer an item the same way whenever it is asked, so both forms can be compared on the same
people. A test holds the twin equal to the plan on a sample.
"""

from dataclasses import dataclass

import numpy as np

from profiler.bank.models import Bank, ItemFormat
from profiler.scoring import short_form
from profiler.scoring.grid import GUESSING, SLOPE
from profiler.simulation.layout import Bools, Floats, Ints, Layout
from profiler.simulation.twin import choose_tracks, score_abilities, share_out


@dataclass(frozen=True)
class ShortForm:
    """The bank as the short form sees it.

    ``turns`` are places among the preference items in the order asked, of which the first ``first``
    are asked of everybody; ``category`` numbers the categories of the keyed items, -1 on
    micro-checks, shape (15,); ``always`` counts the items that are neither.
    """

    turns: Ints
    first: int
    category: Ints
    always: int


@dataclass(frozen=True)
class Asked:
    """Which preference items (n, 30) and which keyed items (n, 15) each person was asked."""

    preference: Bools
    keyed: Bools


def lay_out_short(bank: Bank) -> ShortForm:
    """The short form of a bank."""
    preferences = [item.id for item in bank.of_format(ItemFormat.PREFERENCE)]
    keyed = bank.of_format(ItemFormat.KEYED)
    names = list(dict.fromkeys(item.category for item in keyed if item.category is not None))
    return ShortForm(
        turns=np.array([preferences.index(item.id) for item in short_form.list_turns(bank)]),
        first=short_form.count_first(bank),
        category=np.array([names.index(i.category) if i.category else -1 for i in keyed]),
        always=len(bank.items) - len(preferences) - len(keyed),
    )


def ask(layout: Layout, form: ShortForm, position: Ints) -> Asked:
    """What each person is asked."""
    return Asked(
        preference=_ask_preferences(layout, form, position),
        keyed=_ask_keyed(layout, form, position),
    )


def count_questions(form: ShortForm, asked: Asked) -> Ints:
    """How many questions each person answers."""
    return np.asarray(form.always + asked.preference.sum(axis=1) + asked.keyed.sum(axis=1))


def _ask_preferences(layout: Layout, form: ShortForm, position: Ints) -> Bools:
    chosen = choose_tracks(layout, position)[:, form.turns]
    counts = (chosen[:, :, None] == np.arange(5)).cumsum(axis=1)
    needed = np.full(len(position), len(form.turns))
    for count in range(len(form.turns), form.first - 1, -1):
        leads = share_out(counts[:, count - 1]).max(axis=1) >= short_form.LEADING_SHARE
        needed[leads] = count
    asked = np.zeros(chosen.shape, dtype=np.bool_)
    asked[:, form.turns] = np.arange(len(form.turns)) < needed[:, None]
    return asked


def _ask_keyed(layout: Layout, form: ShortForm, position: Ints) -> Bools:
    is_check = form.category < 0
    asked = np.zeros((len(position), len(form.category)), dtype=np.bool_)
    for _ in range(short_form.LEAST_APTITUDE):
        _ask_best(layout, form, position, asked)
    asked |= is_check
    error = score_abilities(layout, position, asked=asked).standard_error
    more = error >= short_form.KNOWN_ERROR
    further = asked[more]
    for _ in range(short_form.MOST_APTITUDE - short_form.LEAST_APTITUDE):
        _ask_best(layout, form, position[more], further)
    asked[more] = further
    return asked


def _ask_best(layout: Layout, form: ShortForm, position: Ints, asked: Bools) -> None:
    """Mark the most informative aptitude item of each person, new categories first."""
    theta = score_abilities(layout, position, asked=asked).theta
    information = _give_information(theta[:, None], layout.b)
    covered = np.stack(
        [(asked & (form.category == one)).any(axis=1) for one in form.category], axis=1
    )
    is_open = ~asked & (form.category >= 0)
    value = np.where(is_open, information + np.where(covered, 0.0, 1.0), -1.0)
    asked[np.arange(len(asked)), np.argmax(value, axis=1)] = True


def _give_information(theta: Floats, b: Floats) -> Floats:
    p = GUESSING + (1 - GUESSING) / (1 + np.exp(-SLOPE * (theta - b)))
    return np.asarray(
        SLOPE**2 * (1 - p) / p * ((p - GUESSING) / (1 - GUESSING)) ** 2, dtype=np.float64
    )
