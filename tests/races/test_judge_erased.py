"""The judge of the erased sees what it must never see."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.races.judge import judge
from tests.races.story import Act, Sent, Story, Told

Facts = dict[str, Any]
Change = Callable[[Story, Facts], object]
EMPTY = {"result_epoch": None, "result_track": None, "recommended": None, "track": None}
SHOWN = {"result_epoch": 1, "result_track": "grc", "recommended": "grc", "track": "grc"}


def tell_story() -> Story:
    """A result, a reset, and an erasure; a ticket was asked for too late."""
    return Story(
        sent=[Sent("evt_a", 1, "session", "digest")],
        told=[
            Told("evt_a", 200, "applied", is_replay=False),
            Told("evt_a", 410, code="learner-erased", is_last=True),
        ],
        acts=[
            Act("reset", 200, epoch=2),
            Act("deactivate", 200, epoch=2),
            Act("erase", 200),
            Act("ticket", 401, "not-authenticated"),
        ],
    )


def find_facts() -> Facts:
    return {
        "epoch": 2, "version": 4, "is_complete": False, "is_erased": True, "result_id": None,
        "recommended": None, "track": None, "results": [], "tickets": 0,
        "inbox": [["evt_a", "applied"]],
        "audit": [
            {"action": "journey.result_applied", "before": 0, "after": 1},
            {"action": "journey.reset", "before": 1, "after": 2},
            {"action": "journey.erased", "before": 2, "after": 3},
        ],
        "outbox": [
            {"type": "profiling.completed", "payload": {"epoch": 1}},
            {"type": "profiling.reset", "payload": {"epoch": 2}},
            {"type": "access.revoked", "payload": {}}, {"type": "learner.erased", "payload": {}},
        ],
        "commits": [
            {"version": 2, "epoch": 1, "is_complete": True, **SHOWN},
            {"version": 3, "epoch": 2, "is_complete": False, **EMPTY},
            {"version": 4, "epoch": 2, "is_complete": False, **EMPTY},
        ],
    }  # fmt: skip


PLANTED: dict[str, tuple[str, Change]] = {
    "a result": ("erasure wins", lambda s, f: f["results"].append({"id": "left"})),
    "a ticket": ("erasure wins", lambda s, f: f.update(tickets=1)),
    "a journey that goes on": ("erasure wins", lambda s, f: f.update(is_erased=False)),
    "applied in the end": ("erasure wins", lambda s, f: s.told.append(Told("evt_a", 200, "applied", is_last=True))),
    "a track": ("I4", lambda s, f: f.update(track="grc")),
    "a dead letter": ("I1", lambda s, f: s.told.append(Told("evt_a", 422, code="ticket-refused"))),
    "not answered": ("I1", lambda s, f: s.told.pop()),
    "an epoch too many": ("I7", lambda s, f: f.update(epoch=3)),
    "two erasures": ("I10", lambda s, f: f["audit"].append(f["audit"][-1])),
    "a reset that was not answered": ("I10", lambda s, f: s.acts.pop(0)),
    "a torn audit": ("I10", lambda s, f: f["audit"][2].update(before=0)),
    "a change that was overwritten": ("I10", lambda s, f: f.update(version=3)),
    "a commit with a flag": ("I4", lambda s, f: f["commits"][2].update(is_complete=True)),
    "not told": ("outbox", lambda s, f: f["outbox"].pop()),
    "told before a reset": ("outbox", lambda s, f: f["outbox"].reverse()),
    "an erasure refused": ("erase", lambda s, f: s.acts.append(Act("erase", 409, "wrong-account-state"))),
    "a 5xx": ("erase", lambda s, f: s.troubles.append("erase was answered 500")),
}  # fmt: skip


class TestJudge:
    def test_finds_nothing_when_nothing_is_left(self) -> None:
        assert list(judge(tell_story(), find_facts())) == []

    @pytest.mark.parametrize("name", PLANTED)
    def test_reports_what_was_planted(self, name: str) -> None:
        beginning, plant = PLANTED[name]
        story, facts = tell_story(), copy.deepcopy(find_facts())
        plant(story, facts)
        found = list(judge(story, facts))
        assert any(sentence.startswith(beginning) for sentence in found), found

    def test_refuses_nobody_for_an_erasure_that_was_not(self) -> None:
        story, facts = tell_story(), find_facts()
        story.acts = [Act("reset", 410, "learner-erased")]
        assert "reset was refused: 410 learner-erased" in list(judge(story, facts))
