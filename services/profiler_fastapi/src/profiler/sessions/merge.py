"""Pure rules of storing: which of two answers is newer, and how long an answer took.

The function of the hot door (migration 0004) holds the same rules for plain answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

_MOST_MS: Final = 2**31 - 1
_MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The latest answer to one question. ``received_at`` is the start for one handed over."""

    question_id: str
    selected_option: str
    answer_version: int
    response_time_ms: int | None
    answered_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as a device sends it; ``answered_at`` is by the device's own clock."""

    question_id: str
    selected_option: str
    response_time_ms: int | None = None
    answer_version: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """When the session started and when these answers were received."""

    started_at: datetime
    now: datetime

    def clamp(self, answered_at: datetime | None) -> datetime:
        """The instant within the session; the receipt when the device told none."""
        return self.now if answered_at is None else min(max(answered_at, self.started_at), self.now)

    def give_time_left(self, others: Sequence[StoredAnswer]) -> int:
        """The milliseconds since the start that the ``others`` did not take."""
        spent = sum(a.response_time_ms or 0 for a in others if a.received_at > self.started_at)
        elapsed = (self.now - self.started_at) // _MILLISECOND
        return min(max(0, elapsed - spent), _MOST_MS)


def merge_answer(
    stored: StoredAnswer | None, given: GivenAnswer, *, left_ms: int, times: Times
) -> StoredAnswer | None:
    """What is stored after an answer sent by itself: a new version, or None if it is older."""
    if stored and is_older(given, stored, times):
        return None
    return _overwrite(stored, [given], left_ms, times)


def is_older(given: GivenAnswer, stored: StoredAnswer, times: Times) -> bool:
    """By version where it has one, else by instant; without both the last to arrive is newer."""
    if given.answer_version is not None:
        return given.answer_version < stored.answer_version
    if given.answered_at is None:
        return False
    return times.clamp(given.answered_at) < stored.answered_at


def merge_batch(
    stored: Mapping[str, StoredAnswer], given: Sequence[GivenAnswer], times: Times
) -> dict[str, StoredAnswer]:
    """The answers that change, by question.

    Answers are taken in the order of their instants; one without follows the one before it in the
    list. Of several to one question the last speaks for the batch, and the version rises once; it
    stays where the option stays, so a repeat changes nothing. A time that is not told is what
    passed since the answer before it.
    """
    after, changed = dict(stored), dict[str, StoredAnswer]()
    for question_id, answers in _group(_fill_times(_order(given))).items():
        others = [answer for answer in after.values() if answer.question_id != question_id]
        left_ms = times.give_time_left(others)
        merged = _merge_all(stored.get(question_id), answers, left_ms, times)
        if merged != stored.get(question_id):
            after[question_id] = changed[question_id] = merged
    return changed


def _merge_all(
    stored: StoredAnswer | None, given: Sequence[GivenAnswer], left_ms: int, times: Times
) -> StoredAnswer:
    last = given[-1]
    if stored is None:
        return _overwrite(None, given, left_ms, times)
    if is_older(last, stored, times):
        return stored
    is_proposed = (last.answer_version or 0) > stored.answer_version
    if last.selected_option == stored.selected_option and not is_proposed:
        return _confirm(stored, given, left_ms, times)
    return _overwrite(stored, given, left_ms, times)


def _overwrite(
    stored: StoredAnswer | None, given: Sequence[GivenAnswer], left_ms: int, times: Times
) -> StoredAnswer:
    """The last one given, under a new version; the greatest time stays, up to ``left_ms``."""
    took_ms = _find_greatest([stored.response_time_ms if stored else None, *_list_times(given)])
    next_version = stored.answer_version + 1 if stored else 1
    return StoredAnswer(
        question_id=given[-1].question_id,
        selected_option=given[-1].selected_option,
        answer_version=max(next_version, given[-1].answer_version or 0),
        response_time_ms=None if took_ms is None else min(left_ms, took_ms),
        answered_at=times.clamp(given[-1].answered_at),
        received_at=times.now,
    )


def _confirm(
    stored: StoredAnswer, given: Sequence[GivenAnswer], left_ms: int, times: Times
) -> StoredAnswer:
    """The stored answer with the latest instant and the greatest time at which it was given.

    The very instant that is stored says nothing new, so a repeat cannot stretch its time. Nor does
    the time change of what was handed over: it is not counted against this session.
    """
    is_handed_over = stored.received_at <= times.started_at
    fresh = [
        answer
        for answer in given
        if times.clamp(answer.answered_at) > stored.answered_at and not is_handed_over
    ]
    told = [min(left_ms, took_ms) for took_ms in _list_times(fresh)]
    instants = [times.clamp(answer.answered_at) for answer in given if answer.answered_at]
    return replace(
        stored,
        response_time_ms=_find_greatest([stored.response_time_ms, *told]),
        answered_at=max([stored.answered_at, *instants]),
    )


def _list_times(given: Sequence[GivenAnswer]) -> list[int]:
    return [max(0, a.response_time_ms) for a in given if a.response_time_ms is not None]


def _find_greatest(times_ms: Sequence[int | None]) -> int | None:
    return max((time_ms for time_ms in times_ms if time_ms is not None), default=None)


def _order(given: Sequence[GivenAnswer]) -> list[GivenAnswer]:
    """By instant; the sort is stable, so the list decides where instants are equal or missing."""
    known, latest = [], None
    for answer in given:
        latest = answer.answered_at or latest
        known.append((latest.timestamp() if latest else float("-inf"), answer))
    return [answer for _, answer in sorted(known, key=lambda pair: pair[0])]


def _fill_times(ordered: Sequence[GivenAnswer]) -> list[GivenAnswer]:
    """Each with its time, where the answer tells it or two instants do."""
    told = [answer for answer in ordered if answer.answered_at is not None]
    before = {id(later): earlier.answered_at for earlier, later in pairwise(told)}
    return [_fill_time(answer, before.get(id(answer))) for answer in ordered]


def _fill_time(answer: GivenAnswer, before: datetime | None) -> GivenAnswer:
    if answer.response_time_ms is not None or answer.answered_at is None or before is None:
        return answer
    took_ms = min((answer.answered_at - before) // _MILLISECOND, _MOST_MS)
    return replace(answer, response_time_ms=took_ms)


def _group(ordered: Sequence[GivenAnswer]) -> dict[str, list[GivenAnswer]]:
    groups: dict[str, list[GivenAnswer]] = {}
    for answer in ordered:
        groups.setdefault(answer.question_id, []).append(answer)
    return groups
