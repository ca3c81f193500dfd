"""Judging one who was erased in the race: whatever ran beside it, nothing of them is left."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tests.races.facts import Facts
from tests.races.story import Story

_SOUND = {"applied", "superseded", "stale-epoch", "epoch-ahead", "result-conflict"}
_GONE = "learner-erased"
_TOLD = "learner.erased"


def judge_erased(story: Story, facts: Facts) -> Iterator[str]:
    """An erasure wins over all that raced it; what came before it happened once and in order."""
    yield from _judge_rest(facts)
    yield from _judge_answers(story)
    yield from _judge_changes(story, facts)


def _judge_rest(facts: Facts) -> Iterator[str]:
    if not facts["is_erased"]:
        yield "erasure wins: the journey does not know of it"
    kept = {"results": len(facts["results"]), "tickets": facts["tickets"]}
    if any(kept.values()):
        yield f"erasure wins: kept are {kept}"
    if facts["is_complete"] or facts["track"] or facts["recommended"]:
        yield "I4: flag or track of somebody who was erased"


def _judge_answers(story: Story) -> Iterator[str]:
    """Every event was delivered once more in the end: then all are told that nobody is there."""
    for told in story.told:
        if told.word not in _SOUND | {_GONE}:
            yield f"I1: an event was answered {told.status} {told.word}"
        if told.is_last and told.word != _GONE:
            yield f"erasure wins: answered {told.status} {told.word} in the end"
    ended = {told.event_id for told in story.told if told.is_last}
    if {one.event_id for one in story.sent} != ended:
        yield "I1: an event was not answered at all"


def _judge_changes(story: Story, facts: Facts) -> Iterator[str]:
    """I7, I10, and that the profiler is told last, and once."""
    counted = Counter(entry["action"] for entry in facts["audit"])
    if counted["journey.erased"] != 1:
        yield f"I10: {counted['journey.erased']} erasures are audited"
    accepted = Counter(act.kind for act in story.accepted)
    if (counted["journey.reset"], counted["journey.reset_undone"]) != (
        accepted["reset"],
        accepted["undo"],
    ):
        yield f"I10: audited {dict(counted)}, accepted {dict(accepted)}"
    if facts["epoch"] != 1 + accepted.total():
        yield f"I7: epoch {facts['epoch']} after {accepted.total()} resets and undos"
    if facts["version"] != 1 + counted.total() or len(facts["commits"]) != counted.total():
        yield f"I10: version {facts['version']} after {counted.total()} changes"
    for old, new in pairwise(facts["audit"]):
        if old["after"] != new["before"]:
            yield f"I10: {new['action']} did not begin where {old['action']} ended"
    told = [event["type"] for event in facts["outbox"]]
    about = [kind for kind in told if kind != "access.revoked"]
    if about.count(_TOLD) != 1 or about[-1] != _TOLD:
        yield f"outbox: told {told}"
