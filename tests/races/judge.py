"""Judging one racer: story and facts in, a sentence per violation out. Nothing is asked here."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.races.facts import Facts
from tests.races.judge_answers import judge_answers
from tests.races.judge_erased import judge_erased
from tests.races.story import Story

_ACTIONS = {"reset": "journey.reset", "undo": "journey.reset_undone"}
_EVENTS = {"reset": "profiling.reset", "undo": "profiling.restored"}
_APPLIED = "journey.result_applied"
_ALLOWED: dict[str, set[str | None]] = {
    "reset": {None},
    "undo": {None, "nothing-to-restore", "session-begun"},
    "ticket": {None, "profiling-already-complete"},
    "deactivate": {None},
    "erase": {None},
}


def judge(story: Story, facts: Facts) -> Iterator[str]:
    """Everything that is not as promised (docs/sync.md)."""
    yield from story.troubles
    yield from _judge_acts(story)
    yield from _judge_commits(facts)
    if story.is_erased:
        yield from judge_erased(story, facts)
        return
    yield from judge_answers(story, facts)
    yield from _judge_once(story, facts)
    yield from _judge_epochs(story, facts)
    yield from _judge_end(story, facts)
    yield from _judge_restored(story, facts)
    yield from _judge_audit(story, facts)
    yield from _judge_outbox(story, facts)


def _judge_acts(story: Story) -> Iterator[str]:
    """Nobody is refused for a reason that does not hold."""
    gone = {"learner-erased", "not-authenticated"} if story.is_erased else set()
    for act in story.acts:
        if act.code not in _ALLOWED[act.kind] | gone:
            yield f"{act.kind} was refused: {act.status} {act.code}"


def _judge_once(story: Story, facts: Facts) -> Iterator[str]:
    """I2, I9, and that what is stored is what was signed."""
    for event_id, count in Counter(event_id for event_id, _ in facts["inbox"]).items():
        if count > 1:
            yield f"I2: {count} inbox rows of {event_id}"
    for epoch, count in Counter(r["epoch"] for r in facts["results"]).items():
        if count > 1:
            yield f"I2: {count} results of epoch {epoch}"
    sent, inbox = {one.event_id: one for one in story.sent}, dict(facts["inbox"])
    for result in _own(facts):
        event = sent.get(result["event_id"])
        if event is None or (event.epoch, event.sha256, event.session_id) != (
            result["epoch"],
            result["sha256"],
            result["session_id"],
        ):
            yield f"I2: the result of epoch {result['epoch']} is not what was sent"
        if result["body_sha256"] != result["sha256"]:
            yield f"I2: the result of epoch {result['epoch']} has other bytes than were signed"
        if inbox.get(result["event_id"]) != "applied":
            yield f"I2: a result of an event that ended as {inbox.get(result['event_id'])}"
        if not result["has_ticket"]:
            yield f"I9: the result of epoch {result['epoch']} has no ticket"


def _judge_epochs(story: Story, facts: Facts) -> Iterator[str]:
    """I7: one more for each reset and undo that was answered 2xx."""
    begun = [act.epoch for act in story.accepted]
    if begun != list(range(2, len(begun) + 2)):
        yield f"I7: the accepted resets and undos were told the epochs {begun}"
    if facts["epoch"] != 1 + len(begun):
        yield f"I7: epoch {facts['epoch']} after {len(begun)} resets and undos"


def _judge_end(story: Story, facts: Facts) -> Iterator[str]:
    """I3, I4, and that a reset wins: the flag is up exactly if this epoch has a result to show."""
    epoch = facts["epoch"]
    shown = [result for result in facts["results"] if result["id"] == facts["result_id"]]
    is_due = any(one.epoch == epoch and one.sha256 for one in story.sent)
    is_restored = bool(story.accepted) and story.accepted[-1].kind == "undo"
    if facts["is_complete"] != (is_due or is_restored):
        last = story.accepted[-1].kind if story.accepted else "nothing"
        yield f"reset wins: the flag is {facts['is_complete']} after {last}, result due: {is_due}"
    if facts["is_complete"] != (facts["result_id"] is not None):
        yield "I4: flag and result disagree"
    if facts["is_complete"] and [result["epoch"] for result in shown] != [epoch]:
        yield f"I3: in epoch {epoch} the flag stands on {[r['epoch'] for r in shown]}"
    tracks = {shown[0]["track"]} if shown else {None}
    if {facts["recommended"], facts["track"]} != tracks:
        yield f"I4: tracks {facts['recommended']} and {facts['track']}, the result's {tracks}"


def _judge_commits(facts: Facts) -> Iterator[str]:
    """I3, I4 and I7 at every commit."""
    for commit in facts["commits"]:
        if commit["is_complete"] != (commit["result_epoch"] is not None):
            yield f"I4: committed with flag and result apart: {commit}"
        if commit["is_complete"] and commit["result_epoch"] != commit["epoch"]:
            yield f"I3: committed with the result of another epoch: {commit}"
        if {commit["recommended"], commit["track"]} != {commit["result_track"]}:
            yield f"I4: committed with a track that is not the result's: {commit}"
    for old, new in pairwise(facts["commits"]):
        if new["epoch"] < old["epoch"] or new["version"] <= old["version"]:
            yield f"I7: committed {old} and then {new}"


def _judge_restored(story: Story, facts: Facts) -> Iterator[str]:
    """I9 of what an undo brought back: the result of before the reset that it undid."""
    by_id = {result["id"]: result for result in facts["results"]}
    restored = {r["epoch"]: r for r in facts["results"] if r["restored_from"]}
    undone = [act.epoch for act in story.accepted if act.kind == "undo"]
    if sorted(restored) != undone:
        yield f"I9: results of the epochs {sorted(restored)} are restored, undone were {undone}"
    kinds = {act.epoch: act.kind for act in story.accepted}
    for epoch, result in restored.items():
        origin = by_id[result["restored_from"]]
        if origin["epoch"] != epoch - 2 or kinds.get(epoch - 1) != "reset":
            yield f"I9: epoch {epoch} restores epoch {origin['epoch']}"
        if any(origin[name] != result[name] for name in ("sha256", "session_id", "body_sha256")):
            yield f"I9: the result restored in epoch {epoch} is not that of its origin"


def _judge_audit(story: Story, facts: Facts) -> Iterator[str]:
    """I10: one entry per change, each beginning where the one before it ended."""
    counted = Counter(entry["action"] for entry in facts["audit"])
    happened = Counter(_ACTIONS[act.kind] for act in story.accepted)
    happened[_APPLIED] = len(_own(facts))
    if counted != +happened:
        yield f"I10: audited {dict(counted)}, happened {dict(happened)}"
    if facts["version"] != 1 + happened.total():
        yield f"I10: version {facts['version']} after {happened.total()} changes"
    if len(facts["commits"]) != happened.total():
        yield f"I10: {len(facts['commits'])} commits changed the journey {happened.total()} times"
    for old, new in pairwise(facts["audit"]):
        if old["after"] != new["before"]:
            yield f"I10: {new['action']} did not begin where {old['action']} ended"


def _judge_outbox(story: Story, facts: Facts) -> Iterator[str]:
    """One event per change, about that change."""
    told = sorted(_describe(event) for event in facts["outbox"])
    expected = [(_EVENTS[act.kind], act.epoch) for act in story.accepted]
    expected += [("profiling.completed", result["epoch"]) for result in _own(facts)]
    if told != sorted(expected):
        yield f"outbox: told {told}, happened {sorted(expected)}"


def _describe(event: Any) -> tuple[str, int]:
    return event["type"], event["payload"].get("epoch", 0)


def _own(facts: Facts) -> list[Any]:
    """The results that were applied, not restored."""
    return [result for result in facts["results"] if result["restored_from"] is None]
