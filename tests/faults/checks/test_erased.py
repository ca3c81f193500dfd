"""The judge of the erased sees whatever is left of a learner."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.facts import COMPLETED, Facts
from tests.faults.invariants import Expected, judge_healed

GONE = Expected(epoch=1, is_profiled=False, is_revoked=True, is_erased=True)
CORE = {
    "epoch": 1, "is_complete": False, "result_id": None, "recommended": None, "track": None,
    "is_erased": True, "email": "01a@erased.invalid", "results": [], "items": [],
    "inbox": [["evt_1", "applied"]], "applied": ["1"],
    "deliveries": [{"type": "learner.erased", "status": "done", "attempts": 1, "error": None}],
}  # fmt: skip
PROFILER = {
    "epoch": 1, "revoked": True, "is_erased": True, "sessions": [], "answers": {},
    "events": [{"id": "evt_1", "type": COMPLETED, "session": "s-1", "state": "erased",
                "attempts": 1, "trouble": None, "bytes": 0}],
}  # fmt: skip
SESSION = {"id": "s-1", "epoch": 1, "status": "in_progress", "is_completed": False, "sha256": None}
RESULT = {"id": "r-1", "epoch": 1, "event_id": "evt_1", "restored_from": None, "has_ticket": True}
PLANTED: dict[str, Callable[[Any, Any], object]] = {
    "core does not know": lambda core, profiler: core.update(is_erased=False),
    "the profiler does not know": lambda core, profiler: profiler.update(is_erased=False),
    "has an address": lambda core, profiler: core.update(email="ada@example.org"),
    "1 results": lambda core, profiler: core["results"].append(RESULT),
    "1 items": lambda core, profiler: core["items"].append("r-1"),
    "1 sessions": lambda core, profiler: profiler["sessions"].append(SESSION),
    "1 answers": lambda core, profiler: profiler["answers"].update({"s-1 q1": 1}),
    "1 bodies": lambda core, profiler: profiler["events"][0].update(bytes=9),
    "I4": lambda core, profiler: core.update(track="red"),
    "ended as ['applied']": lambda core, profiler: profiler["events"][0].update(state="applied"),
    "told to the profiler []": lambda core, profiler: core["deliveries"].clear(),
    "I12": lambda core, profiler: core["deliveries"][0].update(status="pending"),
    "access has ended": lambda core, profiler: profiler.update(revoked=False),
}


class TestJudgeErased:
    def test_finds_nothing_when_nothing_is_left(self) -> None:
        facts = Facts(copy.deepcopy(CORE), copy.deepcopy(PROFILER))
        assert list(judge_healed(facts, GONE)) == []

    @pytest.mark.parametrize("words", PLANTED)
    def test_finds_what_is_left(self, words: str) -> None:
        core, profiler = copy.deepcopy(CORE), copy.deepcopy(PROFILER)
        PLANTED[words](core, profiler)
        found = list(judge_healed(Facts(core, profiler), GONE))
        assert any(words in sentence for sentence in found), found
