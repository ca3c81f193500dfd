"""Receiving what the profiler tells: one event, or several at once."""

import time
from collections.abc import Mapping, Sequence

import structlog
from django.db import DatabaseError

from core.journey.profiling.services.apply_results import (
    Judged,
    Told,
    apply_result,
    apply_results,
    check_result,
)
from core.journey.profiling.services.outcomes import Applied
from core.journey.profiling.services.receive_report import receive_progress, receive_statistics
from core.journey.profiling.verification import Line
from core.platform.access.actors import Actor
from core.platform.common.errors import DomainError, Unavailable
from talent_contracts.batches import EventAnswer
from talent_contracts.events import ProfilerEvent, ProfilingProgressV1, ProfilingStatisticsV1

logger = structlog.get_logger(__name__)
WITHIN_S = 6.0
"""A batch is answered before its sender gives up: what is left by then is to be sent again."""


def receive_event(event: ProfilerEvent, *, digest: str) -> Applied:
    """Apply one verified event; ``digest`` is the sha256 of its raw body.

    Raises what ``check_result``, ``apply_result`` and the receivers of reports raise.
    """
    if isinstance(event, ProfilingProgressV1):
        return receive_progress(event, digest=digest)
    if isinstance(event, ProfilingStatisticsV1):
        return receive_statistics(actor=Actor.profiler(), event=event, digest=digest)
    return apply_result(check_result(event, digest=digest))


def receive_batch(lines: Sequence[Line]) -> list[EventAnswer]:
    """Answer each line as if it had come alone.

    Results of different learners are applied in one transaction. Whatever that leaves out, because
    somebody holds the journey, the learner comes twice or the transaction failed, comes alone.
    """
    give_up_at = time.monotonic() + WITHIN_S
    together = _apply_together(lines)
    return [
        _answer(line.event_id, together.get(place) or _receive_alone(line, give_up_at))
        for place, line in enumerate(lines)
        if line.event_id is not None
    ]


def _apply_together(lines: Sequence[Line]) -> Mapping[int, Judged]:
    """Place of a line → what became of it, for those that could be applied together."""
    judged, told = dict[int, Judged](), dict[int, Told]()
    met = set[object]()
    for place, line in enumerate(lines):
        if isinstance(line.told, DomainError):
            judged[place] = line.told
            continue
        event, digest = line.told
        if isinstance(event, ProfilingProgressV1 | ProfilingStatisticsV1):
            continue
        if event.learner_id in met or event.event_id in met:
            continue
        met |= {event.learner_id, event.event_id}
        try:
            told[place] = check_result(event, digest=digest)
        except DomainError as refusal:
            judged[place] = refusal
    try:
        applied = apply_results(list(told.values()), waits=False) if told else {}
    except DatabaseError as error:
        logger.warning("batch_taken_apart", error=type(error).__name__, events=len(told))
        return judged
    found = {place: applied.get(one.learner_id) for place, one in told.items()}
    return judged | {place: one for place, one in found.items() if one is not None}


def _receive_alone(line: Line, give_up_at: float) -> Judged:
    if isinstance(line.told, DomainError):
        return line.told
    if time.monotonic() > give_up_at:
        return Unavailable()
    event, digest = line.told
    try:
        return receive_event(event, digest=digest)
    except DomainError as refusal:
        return refusal
    except DatabaseError as error:
        logger.exception("event_not_received", event_id=line.event_id, error=type(error).__name__)
        return Unavailable()


def _answer(event_id: str, judged: Judged) -> EventAnswer:
    if isinstance(judged, DomainError):
        return EventAnswer(event_id=event_id, status=judged.status, code=judged.code)
    return EventAnswer(
        event_id=event_id, status=200, outcome=judged.outcome, replayed=judged.replayed
    )
