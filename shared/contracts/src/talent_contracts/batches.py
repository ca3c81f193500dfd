"""Several events in one signed request: a line each, the very bytes that each is sent alone as.

The request is signed as a whole, under an id of its own that nobody remembers: what counts is the
id of each event. Each line is judged by itself, so one that is refused takes no other with it.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pydantic import Field, ValidationError

from talent_contracts import signing
from talent_contracts.delivery import Answer
from talent_contracts.events import SyncAnswer
from talent_contracts.events.sync import EventId
from talent_contracts.model import StrictModel
from talent_contracts.vocabulary import SyncOutcome

CONTENT_TYPE: Final = "application/x-ndjson"
MAX_EVENTS: Final = 32
MAX_BYTES: Final = 256 * 1024
"""Of the whole body; each line keeps the bound of an event that is sent alone."""
_NEWLINE: Final = b"\n"
_UNREADABLE: Final = Answer(200)


class BadBatch(ValueError):
    """Not one to ``MAX_EVENTS`` lines, or a line that is empty or too long."""


class EventAnswer(StrictModel):
    """What would have been answered to the event alone: ``outcome`` with 200, else ``code``;
    ``replayed`` when the outcome was stored by an earlier delivery.
    """

    event_id: EventId
    status: Annotated[int, Field(ge=200, le=599)]
    outcome: SyncOutcome | None = None
    code: Annotated[str, Field(max_length=100)] | None = None
    replayed: bool = False


class SyncBatchAnswer(StrictModel):
    """One answer per line, in their order; a line whose id could not be read has none."""

    answers: Annotated[list[EventAnswer], Field(max_length=MAX_EVENTS)]


def fits(sizes: Sequence[int]) -> bool:
    """Whether bodies of these sizes, in bytes, may travel together."""
    return len(sizes) <= MAX_EVENTS and sum(sizes) + len(sizes) <= MAX_BYTES


def join_events(bodies: Sequence[bytes]) -> bytes:
    """The body of a batch. Raises BadBatch when the bodies cannot travel together."""
    if not bodies or not fits([len(body) for body in bodies]):
        raise BadBatch("too much, or nothing")
    if not all(0 < len(body) <= signing.MAX_BYTES and _NEWLINE not in body for body in bodies):
        raise BadBatch("a body is empty, too long or of several lines")
    return _NEWLINE.join(bodies) + _NEWLINE


def split_events(raw: bytes) -> list[bytes]:
    """The bodies of a batch; raises BadBatch. The last line feed may be missing."""
    lines = raw.removesuffix(_NEWLINE).split(_NEWLINE)
    if len(lines) > MAX_EVENTS:
        raise BadBatch(f"Send at most {MAX_EVENTS} events at once.")
    if not all(0 < len(line) <= signing.MAX_BYTES for line in lines):
        raise BadBatch(f"A line is empty or longer than {signing.MAX_BYTES} bytes.")
    return lines


def read_answers(answer: Answer, event_ids: Sequence[str]) -> Mapping[str, Answer]:
    """What the answer to a batch says to each of its events.

    Anything but a readable 200 says the same to all; an event that a readable one leaves out, or
    names twice, is answered by nobody: a 200 without a body.
    """
    if answer.status != 200:
        return dict.fromkeys(event_ids, answer)
    try:
        found = SyncBatchAnswer.model_validate_json(answer.body).answers
    except ValidationError:
        return dict.fromkeys(event_ids, _UNREADABLE)
    named = [one.event_id for one in found]
    told = {one.event_id: _as_answer(one) for one in found if named.count(one.event_id) == 1}
    return {event_id: told.get(event_id, _UNREADABLE) for event_id in event_ids}


def _as_answer(one: EventAnswer) -> Answer:
    if one.status != 200:
        return Answer(one.status, code=one.code)
    if one.outcome is None:
        return _UNREADABLE
    body = SyncAnswer(event_id=one.event_id, outcome=one.outcome).model_dump_json()
    return Answer(200, body=body.encode())
