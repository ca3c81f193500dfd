"""The judge is worth nothing unless it sees what it must never see."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.races.judge import judge
from tests.races.story import Act, Sent, Story, Told

Facts = dict[str, Any]
Change = Callable[[Story, Facts], object]
EMPTY = {"result_epoch": None, "result_track": None, "recommended": None, "track": None}
SHOWN = {"result_track": "grc", "recommended": "grc", "track": "grc"}


def tell_story() -> Story:
    """A result, a reset, its undo; a report of the first epoch that came after the reset."""
    return Story(
        sent=[Sent("evt_a", 1, "session", "digest"), Sent("evt_b", 1, "session", None)],
        told=[
            Told("evt_a", 200, "applied", is_replay=False),
            Told("evt_b", 409, code="stale-epoch", is_replay=False),
            Told("evt_a", 200, "applied", is_last=True),
            Told("evt_b", 200, "superseded", is_last=True),
        ],
        acts=[Act("undo", 200, epoch=3), Act("reset", 200, epoch=2), Act("ticket", 201, epoch=2)],
    )


def find_facts() -> Facts:
    result = {
        "id": "first", "epoch": 1, "event_id": "evt_a", "session_id": "session", "sha256": "digest",
        "body_sha256": "digest", "track": "grc", "restored_from": None, "has_ticket": True,
    }  # fmt: skip
    return {
        "epoch": 3, "version": 4, "is_complete": True, "result_id": "again", "recommended": "grc",
        "track": "grc",
        "results": [result, result | {"id": "again", "epoch": 3, "restored_from": "first"}],
        "inbox": [["evt_a", "applied"], ["evt_b", "superseded"]],
        "audit": [
            {"action": "journey.result_applied", "before": 0, "after": 1},
            {"action": "journey.reset", "before": 1, "after": 2},
            {"action": "journey.reset_undone", "before": 2, "after": 3},
        ],
        "outbox": [
            {"type": "profiling.completed", "payload": {"epoch": 1}},
            {"type": "profiling.reset", "payload": {"epoch": 2}},
            {"type": "profiling.restored", "payload": {"epoch": 3}},
        ],
        "commits": [
            {"version": 2, "epoch": 1, "is_complete": True, "result_epoch": 1, **SHOWN},
            {"version": 3, "epoch": 2, "is_complete": False, **EMPTY},
            {"version": 4, "epoch": 3, "is_complete": True, "result_epoch": 3, **SHOWN},
        ],
    }  # fmt: skip


PLANTED: dict[str, tuple[str, Change]] = {
    "two inbox rows": ("I2", lambda s, f: f["inbox"].append(["evt_a", "applied"])),
    "two results": ("I2", lambda s, f: f["results"].append(f["results"][0])),
    "other bytes": ("I2", lambda s, f: f["results"][0].update(body_sha256="other")),
    "another session": ("I2", lambda s, f: f["results"][0].update(session_id="other")),
    "applied for the first time twice": ("I2", lambda s, f: s.told.append(s.told[0])),
    "no ticket": ("I9", lambda s, f: f["results"][0].update(has_ticket=False)),
    "restored from elsewhere": ("I9", lambda s, f: f["results"][0].update(epoch=2)),
    "restored and changed": ("I9", lambda s, f: f["results"][1].update(session_id="other")),
    "nothing restored": ("I9", lambda s, f: f["results"].pop()),
    "an epoch too many": ("I7", lambda s, f: f.update(epoch=4)),
    "a reset that was not answered": ("I7", lambda s, f: s.acts.pop(1)),
    "a version twice": ("I7", lambda s, f: f["commits"][1].update(version=2)),
    "no flag": ("reset wins", lambda s, f: f.update(is_complete=False)),
    "flag without result": ("I4", lambda s, f: f.update(result_id=None)),
    "flag of another epoch": ("I3", lambda s, f: f.update(result_id="first")),
    "another track": ("I4", lambda s, f: f.update(recommended="defender")),
    "a commit with a result of before": ("I3", lambda s, f: f["commits"][2].update(result_epoch=1)),
    "a commit with a flag": ("I4", lambda s, f: f["commits"][1].update(is_complete=True)),
    "a commit with a track": ("I4", lambda s, f: f["commits"][1].update(track="grc")),
    "no audit": ("I10", lambda s, f: f["audit"].pop()),
    "a torn audit": ("I10", lambda s, f: f["audit"][1].update(before=0)),
    "a change that was overwritten": ("I10", lambda s, f: f.update(version=3)),
    "not told": ("outbox", lambda s, f: f["outbox"].pop(1)),
    "told twice": ("outbox", lambda s, f: f["outbox"].append(f["outbox"][0])),
    "no ending": ("I1", lambda s, f: f["inbox"].pop()),
    "not answered": ("I1", lambda s, f: s.told.clear()),
    "another answer than stored": ("I1", lambda s, f: s.told.append(Told("evt_a", 200, "superseded"))),
    "a dead letter": ("I1", lambda s, f: s.told.append(Told("evt_a", 422, code="ticket-refused"))),
    "a conflict with nothing": ("I1", lambda s, f: s.told.append(Told("evt_a", 409, code="result-conflict"))),
    "an epoch that came long ago": ("I1", lambda s, f: s.told.append(Told("evt_a", 409, code="epoch-ahead"))),
    "a reset refused": ("reset", lambda s, f: s.acts.append(Act("reset", 409, "nothing-to-restore"))),
    "a 5xx": ("sync", lambda s, f: s.troubles.append("sync was answered 500")),
}  # fmt: skip


class TestJudge:
    def test_finds_nothing_when_all_is_as_promised(self) -> None:
        assert list(judge(tell_story(), find_facts())) == []

    @pytest.mark.parametrize("name", PLANTED)
    def test_reports_what_was_planted(self, name: str) -> None:
        beginning, plant = PLANTED[name]
        story, facts = tell_story(), copy.deepcopy(find_facts())
        plant(story, facts)
        found = list(judge(story, facts))
        assert any(sentence.startswith(beginning) for sentence in found), found

    def test_a_reset_wins_over_a_result_of_before(self) -> None:
        story, facts = tell_story(), find_facts()
        story.acts = story.acts[1:]
        facts.update(epoch=2, version=3, result_id="first")
        found = list(judge(story, facts))
        assert any(sentence.startswith("reset wins: the flag is True") for sentence in found)
