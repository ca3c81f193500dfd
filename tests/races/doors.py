"""Core's doors as the racers find them: each call notes what was answered in the stories."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import httpx

from core_testing import sync
from talent_contracts.batches import SyncBatchAnswer
from tests.clients.core_client import CoreClient
from tests.clients.transport import ContractBroken
from tests.races.causes import find_cause
from tests.races.learners import Learner
from tests.races.letters import Event, describe, write_result
from tests.races.story import Act, Story, Told

_BEGUN_CONTENT = 4


@dataclass(frozen=True)
class Doors:
    """``stories`` by learner."""

    core: CoreClient
    admin: CoreClient
    stories: Mapping[UUID, Story]

    def deliver(self, event: Event) -> None:
        """One event alone."""
        story = self._story_of(event)
        answer = _ask(story, "sync", lambda: sync.send(self.core, event))
        if answer is not None:
            outcome, code = answer.json().get("outcome"), answer.json().get("code")
            replay = answer.headers.get("x-psp-replayed") == "1"
            told = Told(event["event_id"], answer.status_code, outcome, code, is_replay=replay)
            story.told.append(told)

    def deliver_batch(self, events: Sequence[Event], *, is_last: bool = False) -> None:
        """Several in one request; ``is_last``: nothing else is under way any more."""
        stories = {event["event_id"]: self._story_of(event) for event in events}
        first = next(iter(stories.values()))
        answer = _ask(first, "batch", lambda: sync.send_batch(self.core, events))
        if answer is None:
            return
        told = SyncBatchAnswer.model_validate_json(answer.content).answers
        if [one.event_id for one in told] != list(stories):
            first.troubles.append("a batch was answered in another order or number")
        for one in told:
            story, outcome = stories[one.event_id], one.outcome.value if one.outcome else None
            if one.status >= 500:
                cause = find_cause(answer.headers["x-request-id"])
                story.troubles.append(f"a line of a batch was answered {one.status}: {cause}")
            story.told.append(Told(one.event_id, one.status, outcome, one.code, is_last=is_last))

    def reset(self, learner: Learner) -> None:
        """As the admin."""
        self._act("reset", learner, "reset-profiling", {"reason": "a race"})

    def undo(self, learner: Learner, *, is_sure: bool) -> None:
        """As the admin."""
        self._act("undo", learner, "undo-reset", {"reason": "a race", "is_sure": is_sure})

    def erase(self, learner: Learner) -> None:
        """As the admin, in the two steps that it takes."""
        self._act("deactivate", learner, "deactivate", {"reason": "a race"})
        self._act("erase", learner, "erasure", {"reason": "a race"})

    def begin(self, learner: Learner, *, delivers: bool) -> Event | None:
        """Ask for a ticket as the learner; with ``delivers`` send a result of its epoch at once."""
        story, client = self.stories[learner.id], CoreClient(self.core.http, learner.token)
        answer = _ask(story, "tickets", lambda: client.post("/profiler/tickets"))
        if answer is None:
            return None
        act = _note(story, "ticket", answer)
        if act.epoch is None or not delivers:
            return None
        ticket = answer.json()["ticket"]
        event = write_result(learner, epoch=act.epoch, content=_BEGUN_CONTENT, ticket=ticket)
        story.sent.append(describe(event))
        self.deliver(event)
        return event

    def _act(self, kind: str, learner: Learner, door: str, body: dict[str, object]) -> None:
        story, path = self.stories[learner.id], f"/admin/students/{learner.id}/{door}"
        answer = _ask(story, kind, lambda: self.admin.post(path, body))
        if answer is not None:
            _note(story, kind, answer)

    def _story_of(self, event: Event) -> Story:
        return self.stories[UUID(event["learner_id"])]


def _ask(story: Story, door: str, call: Callable[[], httpx.Response]) -> httpx.Response | None:
    """The answer; None for what no answer may be, which is noted."""
    try:
        answer = call()
    except ContractBroken as broken:
        story.troubles.append(f"{door}: {str(broken)[:300]}")
        return None
    if answer.status_code >= 500:
        cause = find_cause(answer.headers["x-request-id"])
        story.troubles.append(f"{door} was answered {answer.status_code}: {cause}")
        return None
    return answer


def _note(story: Story, kind: str, answer: httpx.Response) -> Act:
    found = answer.json()
    act = Act(kind, answer.status_code, found.get("code"), found.get("epoch"))
    story.acts.append(act)
    return act
