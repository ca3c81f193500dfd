"""From indices to a verdict. It never blocks a learner (spec 10, section 4)."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from profiler.bank.models import Bank
from profiler.quality.indices import Indices, compute_indices, give_careless_log_odds
from profiler.quality.patterns import LONG_RUN, list_runs, list_step_windows
from profiler.quality.responses import Response, TimedAnswer, list_responses
from profiler.quality.timing import is_fast
from talent_contracts.vocabulary import Module

FAST_SHARE: Final = 0.20
FAST_WINDOW_SHARE: Final = 0.40
STEP_SHARE: Final = 0.80
MISFIT: Final = 2.0
RECALLED: Final = 4
REDO_SHARE: Final = 0.40
LEAST_TO_REDO: Final = 5
"""Answers below which a module is not worth repeating."""


class Verdict(StrEnum):
    """Strong: by timing or position alone; soft: the answers do not agree with each other."""

    OK = "ok"
    SOFT = "soft"
    STRONG = "strong"


class Sign(StrEnum):
    """A rule that applied."""

    FAST = "fast"
    FAST_STRETCH = "fast-stretch"
    SAME_POSITION = "same-position"
    REGULAR_STEPS = "regular-steps"
    EVEN_SPREAD = "even-spread"
    INCONSISTENT = "inconsistent"
    RECALLED = "recalled"


STRONG_SIGNS: Final = frozenset(
    {Sign.FAST, Sign.FAST_STRETCH, Sign.SAME_POSITION, Sign.REGULAR_STEPS}
)


@dataclass(frozen=True, slots=True)
class Quality:
    """The verdict and what it rests on.

    ``q`` is the probability of careless answering in 0-1, or None when there are too few answers to
    say; ``redo`` are the modules that a ``strong`` verdict offers to repeat, in the order asked.
    """

    verdict: Verdict
    q: float | None
    signs: tuple[Sign, ...]
    redo: tuple[Module, ...]
    indices: Indices


def judge_quality(bank: Bank, answers: Iterable[TimedAnswer]) -> Quality:
    """The quality of one learner's answers, given in any order.

    Raises ``KeyError`` for an item and ``ValueError`` for an option that the bank does not have.
    """
    responses = list_responses(bank, answers)
    indices = compute_indices(responses)
    signs = find_signs(indices)
    verdict = judge_signs(signs)
    log_odds = give_careless_log_odds(indices, bank.careless_model)
    return Quality(
        verdict=verdict,
        q=None if log_odds is None else 1 / (1 + math.exp(-log_odds)),
        signs=signs,
        redo=suggest_redo(responses, indices) if verdict is Verdict.STRONG else (),
        indices=indices,
    )


def find_signs(indices: Indices) -> tuple[Sign, ...]:
    """The rules that apply; one whose index is unknown never does."""
    rules = {
        Sign.FAST: _reaches(indices.fast_share, FAST_SHARE),
        Sign.FAST_STRETCH: _reaches(indices.fast_window, FAST_WINDOW_SHARE),
        Sign.SAME_POSITION: indices.longest_run >= LONG_RUN,
        Sign.REGULAR_STEPS: _reaches(indices.step_share, STEP_SHARE),
        Sign.EVEN_SPREAD: indices.misfit is not None and indices.misfit > MISFIT,
        Sign.INCONSISTENT: indices.consistency is not None and indices.consistency < 0,
        Sign.RECALLED: _reaches(indices.recalled, RECALLED),
    }
    return tuple(sign for sign, applies in rules.items() if applies)


def judge_signs(signs: Iterable[Sign]) -> Verdict:
    """Strong by timing or position, soft by anything else, ok without a sign."""
    found = set(signs)
    if found & STRONG_SIGNS:
        return Verdict.STRONG
    return Verdict.SOFT if found else Verdict.OK


def suggest_redo(responses: Sequence[Response], indices: Indices) -> tuple[Module, ...]:
    """The modules of which at least 40 % of five or more answers were fast or clicked by position.

    Where no module has so many, the one with the largest share.
    """
    marked = _mark(responses, indices)
    answered = Counter(response.item.module for response in responses)
    hits = Counter(response.item.module for response in responses if response.item.id in marked)
    shares = {
        module: hits[module] / answered[module]
        for module in Module
        if answered[module] >= LEAST_TO_REDO and hits[module]
    }
    chosen = tuple(module for module, share in shares.items() if share >= REDO_SHARE)
    return chosen or tuple(sorted(shares, key=lambda module: -shares[module])[:1])


def _mark(responses: Sequence[Response], indices: Indices) -> set[str]:
    """The ids of answers that were fast or part of a pattern."""
    scale = indices.scale
    fast = {r.item.id for r in responses if scale is not None and is_fast(r, scale)}
    runs = (run for run in list_runs(responses) if len(run) >= LONG_RUN)
    windows = (joined for share, joined in list_step_windows(responses) if share >= STEP_SHARE)
    return fast | {r.item.id for group in (*runs, *windows) for r in group}


def _reaches(value: float | None, limit: float) -> bool:
    return value is not None and value >= limit
