"""I1 in core's words: every delivered event ends, and all that was ever answered agrees."""

from collections.abc import Iterator

from tests.races.facts import Facts
from tests.races.story import Sent, Story, Told

_SOUND = {"applied", "superseded", "stale-epoch", "epoch-ahead", "result-conflict"}


def judge_answers(story: Story, facts: Facts) -> Iterator[str]:
    """The answers to events."""
    inbox = dict(facts["inbox"])
    for one in story.sent:
        told = [answer for answer in story.told if answer.event_id == one.event_id]
        yield from _judge_ending(one, inbox.get(one.event_id), facts)
        yield from _judge_told(one, told, inbox.get(one.event_id), facts)


def _judge_ending(sent: Sent, outcome: str | None, facts: Facts) -> Iterator[str]:
    """Everything has been delivered once more after the last reset, so the epoch decides."""
    epoch, here = facts["epoch"], f"I1: an event of epoch {sent.epoch} in epoch {facts['epoch']}"
    digests = _digests(facts, sent.epoch)
    if sent.epoch > epoch and outcome is not None:
        yield f"{here} ended as {outcome}"
    if sent.epoch == epoch and outcome == "superseded":
        yield f"{here} is superseded"
    if sent.epoch < epoch and outcome not in {"applied", "superseded"}:
        yield f"{here} has no ending"
    if sent.epoch == epoch and outcome is None and sent.sha256 in {None, *digests}:
        yield f"{here} has no ending, and nothing else stands in its place"
    if outcome == "applied" and sent.sha256 and digests != {sent.sha256}:
        yield f"{here} is told to be applied; stored is {len(digests)} result, not it"


def _judge_told(sent: Sent, told: list[Told], outcome: str | None, facts: Facts) -> Iterator[str]:
    if not told or not any(answer.is_last for answer in told):
        yield "I1: an event was not answered at all"
    for answer in told:
        if answer.word not in _SOUND:
            yield f"I1: an event was answered {answer.status} {answer.word}"
        yield from _judge_one(sent, answer, outcome, facts)
    for word in ("applied", "stale-epoch"):
        first = [a for a in told if a.word == word and a.is_replay is False]
        if len(first) > 1:
            yield f"I2: {len(first)} times {word} for the first time"


def _judge_one(sent: Sent, answer: Told, outcome: str | None, facts: Facts) -> Iterator[str]:
    """One answer against what is stored in the end."""
    said, epoch = f"I1: answered {answer.status} {answer.word}", facts["epoch"]
    stored = "superseded" if answer.word == "stale-epoch" else answer.word
    if stored in {"applied", "superseded"} and stored != outcome:
        yield f"{said}, the inbox holds {outcome}"
    if answer.word == "epoch-ahead" and sent.epoch <= (epoch if answer.is_last else 1):
        yield f"{said} to an event of epoch {sent.epoch} in epoch {epoch}"
    if answer.word == "result-conflict":
        if _digests(facts, sent.epoch) in (set(), {sent.sha256}):
            yield f"{said}, and no other result is stored"
        if answer.is_last and sent.epoch != epoch:
            yield f"{said} to an event of epoch {sent.epoch} in epoch {epoch}"


def _digests(facts: Facts, epoch: int) -> set[str]:
    return {result["sha256"] for result in facts["results"] if result["epoch"] == epoch}
