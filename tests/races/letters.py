"""Letters of a schedule as events that the profiler would sign."""

from functools import cache
from typing import Any

from tests.races.learners import Learner
from tests.races.schedule import Letter
from tests.races.story import Sent

Event = dict[str, Any]
_SCHEMA = 2


@cache
def _example(content: int) -> Event:
    """A completion whose result differs from that of every other ``content``."""
    from core.platform.common.ids import new_id
    from core_testing import sync
    from talent_contracts import canonical

    event = sync.event_body(new_id(), 1, "", schema=_SCHEMA)
    result = event["result"] | {"answered": event["result"]["answered"] - content}
    return event | {"result": result, "result_sha256": canonical.sha256_hex(result)}


def write_result(learner: Learner, *, epoch: int, content: int, ticket: str) -> Event:
    """A completion of a session of its own."""
    from core.platform.common.ids import new_id

    return _example(content) | {
        "event_id": f"evt_{new_id()}",
        "learner_id": str(learner.id),
        "epoch": epoch,
        "session_id": str(new_id()),
        "ticket": ticket,
    }


def write_letter(letter: Letter, learner: Learner) -> Event:
    """The event of a letter."""
    if letter.content is None:
        return _write_progress(learner, letter.epoch)
    ticket = learner.tickets[letter.epoch - 1]
    return write_result(learner, epoch=letter.epoch, content=letter.content, ticket=ticket)


def describe(event: Event) -> Sent:
    """What the judge needs to know of an event."""
    sha256 = event.get("result_sha256")
    return Sent(event["event_id"], event["epoch"], event["session_id"], sha256)


def _write_progress(learner: Learner, epoch: int) -> Event:
    from core.platform.common.clock import now
    from core.platform.common.ids import new_id
    from core_testing import sync

    return sync.example_event("profiling-progress.v1") | {
        "learner_id": str(learner.id),
        "epoch": epoch,
        "session_id": str(new_id()),
        "occurred_at": now().isoformat(),
    }
