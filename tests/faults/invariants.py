"""The sync's invariants (docs/sync.md) as pure judgements: facts in, a sentence per violation out.

``judge_always`` holds at every commit, also while the fault lasts; ``judge_healed`` at the latest
60 s after it has ended (I5).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.faults.erased import judge_erased
from tests.faults.facts import Facts

HEALED_WITHIN_S = 60.0
MOST_ATTEMPTS = 40
_FINAL = {"applied", "superseded", "erased", "dead"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a learner's part must have led to. ``may_be_dead``: a refused event may end as a dead
    letter instead. ``completed`` and ``acknowledged`` as in traffic.Walker.
    """

    epoch: int
    is_profiled: bool
    completed: tuple[str, ...] = ()
    acknowledged: Mapping[str, Mapping[str, int]] | None = None
    may_be_dead: bool = False
    is_revoked: bool = False
    is_erased: bool = False


def judge_always(facts: Facts) -> Iterator[str]:
    """I1 (no completion without its event), I2, I3, I4, I9."""
    for session in facts.sessions:
        if session["is_completed"] and len(facts.events_of(session["id"])) != 1:
            yield f"I1: session {session['id']} is completed without exactly one outbox row"
    yield from _judge_once(facts)
    yield from _judge_agreement(facts.core)
    for result in facts.results:
        if result["restored_from"] is None and not result["has_ticket"]:
            yield f"I9: the result of epoch {result['epoch']} has no ticket"


def _judge_once(facts: Facts) -> Iterator[str]:
    epochs = Counter(result["epoch"] for result in facts.results)
    applied = Counter(facts.core["applied"])
    events = Counter(r["event_id"] for r in facts.results if r["restored_from"] is None)
    inbox = Counter(event_id for event_id, _ in facts.core["inbox"])
    for what, counts in (
        ("results of epoch", epochs),
        ("applications in epoch", applied),
        ("results of event", events),
        ("inbox rows of event", inbox),
    ):
        for name, count in counts.items():
            if count > 1:
                yield f"I2: {count} {what} {name}"


def _judge_agreement(core: Mapping[str, Any]) -> Iterator[str]:
    current = [r for r in core["results"] if r["id"] == core["result_id"]]
    if core["is_complete"] != (core["result_id"] is not None):
        yield "I4: flag and result disagree"
    if core["is_complete"] and [r["epoch"] for r in current] != [core["epoch"]]:
        yield "I3: the flag stands on a result of another epoch"
    tracks = {r["track"] for r in current}
    if core["is_complete"] and {core["recommended"]} != tracks:
        yield "I4: the track is not the result's"
    if not core["is_complete"] and (core["track"] or core["recommended"]):
        yield "I4: a track without a result"


def judge_healed(facts: Facts, expected: Expected) -> Iterator[str]:
    """Everything, once the fault has ended."""
    yield from judge_always(facts)
    yield from _judge_outboxes(facts)
    if expected.is_revoked and not facts.profiler["revoked"]:
        yield "the profiler was not told that access has ended"
    if expected.is_erased:
        yield from judge_erased(facts)
        return
    yield from _judge_endings(facts, expected)
    yield from _judge_epochs(facts, expected)
    yield from _judge_answers(facts, expected)
    yield from _judge_items(facts)
    is_dead = expected.may_be_dead and any(e["state"] == "dead" for e in facts.events_of())
    if facts.core["is_complete"] != (expected.is_profiled and not is_dead):
        yield f"I5: profiling_complete is {facts.core['is_complete']}"


def _judge_endings(facts: Facts, expected: Expected) -> Iterator[str]:
    """I1: each acknowledged completion has one ending, and both sides tell the same of it."""
    outcomes = dict(facts.core["inbox"])
    for session_id in expected.completed:
        events = facts.events_of(session_id)
        if [event["state"] in _FINAL for event in events] != [True]:
            yield f"I1: session {session_id} ended as {[event['state'] for event in events]}"
    for event in facts.events_of():
        if event["state"] == "dead" and not expected.may_be_dead:
            yield f"I1: event {event['id']} is a dead letter: {event['trouble']}"
        known = outcomes.get(event["id"])
        if event["state"] in {"applied", "superseded"} and event["state"] != known:
            yield f"I1: core holds {known} of a delivery that ended as {event['state']}"
    shas = {session["sha256"] for session in facts.sessions}
    if not {result["sha256"] for result in facts.results} <= shas:
        yield "I1: core holds other bytes than the profiler"


def _judge_outboxes(facts: Facts) -> Iterator[str]:
    """I12: drained, and the retries were bounded."""
    for event in facts.profiler["events"]:
        if event["state"] == "pending" and event["type"] != "profiling.progress":
            yield f"I12: the profiler's {event['type']} waits: {event['trouble']}"
    for delivery in facts.deliveries:
        if delivery["status"] != "done":
            yield f"I12: core's {delivery['type']} is {delivery['status']}: {delivery['error']}"
    attempts = [one["attempts"] for one in [*facts.profiler["events"], *facts.deliveries]]
    if max(attempts, default=0) > MOST_ATTEMPTS:
        yield f"I12: {max(attempts)} attempts of one delivery"


def _judge_epochs(facts: Facts, expected: Expected) -> Iterator[str]:
    """I7's end: the promised epoch, known on both sides, and nothing older still counts."""
    epoch = facts.core["epoch"]
    if epoch != expected.epoch:
        yield f"I7: epoch {epoch}, expected {expected.epoch}"
    if (facts.profiler["epoch"] or 1) != epoch:
        yield f"I7: the profiler knows epoch {facts.profiler['epoch']}, core is at {epoch}"
    live = [s for s in facts.sessions if s["status"] in {"in_progress", "completed"}]
    if any(session["epoch"] != epoch for session in live):
        yield "I7: a session of an older epoch still counts"
    is_open = any(session["status"] == "completed" for session in live)
    if expected.is_profiled != is_open and not expected.may_be_dead:
        yield f"I5: a completed session counts in the profiler: {is_open}"


def _judge_answers(facts: Facts, expected: Expected) -> Iterator[str]:
    """I8."""
    stored = facts.profiler["answers"]
    for session_id, answers in (expected.acknowledged or {}).items():
        for question_id, version in answers.items():
            if stored.get(f"{session_id} {question_id}", 0) < version:
                yield f"I8: the answer to {question_id} of session {session_id} is lost"


def _judge_items(facts: Facts) -> Iterator[str]:
    """I2 beyond the journey: what follows from a result is there once."""
    own = sorted(result["id"] for result in facts.results if result["restored_from"] is None)
    if sorted(facts.core["items"]) != own:
        yield f"I2: {len(facts.core['items'])} portfolio items of {len(own)} results"


def judge_movement(before: Facts, after: Facts) -> Iterator[str]:
    """I7: between two readings the epoch rose or stood."""
    for side, old, new in (
        ("core", before.core, after.core),
        ("profiler", before.profiler, after.profiler),
    ):
        if (new["epoch"] or 0) < (old["epoch"] or 0):
            yield f"I7: the epoch in the {side} fell from {old['epoch']} to {new['epoch']}"
