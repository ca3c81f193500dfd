"""A checker that misses a planted bug counts as not run: here are the bugs."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.checks.stand_ins import Receiver, Sender, read_facts
from tests.faults.facts import COMPLETED, Facts
from tests.faults.fault import Fault, Kind
from tests.faults.invariants import Expected, judge_always, judge_healed, judge_movement
from tests.faults.proxy import Proxy

EXPECTED = Expected(
    epoch=1, is_profiled=True, completed=("s-1",), acknowledged={"s-1": {"q1": 2, "q2": 1}}
)
RESULT = {
    "id": "r-1", "epoch": 1, "event_id": "evt_1", "track": "red", "sha256": "a" * 64,
    "restored_from": None, "has_ticket": True,
}  # fmt: skip
CORE = {
    "epoch": 1, "is_complete": True, "result_id": "r-1", "recommended": "red", "track": "red",
    "results": [RESULT], "inbox": [["evt_1", "applied"]], "applied": ["1"], "items": ["r-1"],
    "deliveries": [{"type": "profiling.completed", "status": "done", "attempts": 1, "error": None}],
    "is_erased": False, "email": "a@example.org",
}  # fmt: skip
PROFILER = {
    "epoch": 1, "revoked": False,
    "sessions": [
        {"id": "s-1", "epoch": 1, "status": "completed", "is_completed": True, "sha256": "a" * 64}
    ],
    "events": [
        {"id": "evt_1", "type": COMPLETED, "session": "s-1", "state": "applied", "attempts": 1,
         "trouble": None}
    ],
    "answers": {"s-1 q1": 2, "s-1 q2": 1},
}  # fmt: skip


def make_facts(plant: Callable[[Any, Any], object] = lambda core, profiler: None) -> Facts:
    """What a healthy learner leaves behind, with a bug planted in it."""
    core, profiler = copy.deepcopy(CORE), copy.deepcopy(PROFILER)
    plant(core, profiler)
    return Facts(core, profiler)


PLANTED: list[tuple[str, Callable[[Any, Any], object]]] = [
    ("I1", lambda core, profiler: profiler["events"].clear()),
    ("I1", lambda core, profiler: profiler["events"].append({**profiler["events"][0], "id": "e2"})),
    ("I1", lambda core, profiler: profiler["events"][0].update(state="dead")),
    ("I1", lambda core, profiler: profiler["events"][0].update(state="superseded")),
    ("I1", lambda core, profiler: core["inbox"].clear()),
    ("I1", lambda core, profiler: core["results"][0].update(sha256="b" * 64)),
    ("I2", lambda core, profiler: core["results"].append({**RESULT, "id": "r-2"})),
    ("I2", lambda core, profiler: core["results"].append({**RESULT, "epoch": 2})),
    ("I2", lambda core, profiler: core["applied"].append("1")),
    ("I2", lambda core, profiler: core["inbox"].append(["evt_1", "applied"])),
    ("I2", lambda core, profiler: core["items"].append("r-1")),
    ("I2", lambda core, profiler: core["items"].clear()),
    ("I3", lambda core, profiler: core["results"][0].update(epoch=2)),
    ("I4", lambda core, profiler: core.update(result_id=None)),
    ("I4", lambda core, profiler: core.update(is_complete=False)),
    ("I4", lambda core, profiler: core.update(recommended="blue")),
    ("I4", lambda core, profiler: core.update(is_complete=False, result_id=None)),
    ("I5", lambda core, profiler: profiler["sessions"][0].update(status="superseded")),
    ("I7", lambda core, profiler: core.update(epoch=2)),
    ("I7", lambda core, profiler: profiler.update(epoch=2)),
    ("I7", lambda core, profiler: profiler["sessions"][0].update(epoch=7)),
    ("I8", lambda core, profiler: profiler["answers"].pop("s-1 q2")),
    ("I8", lambda core, profiler: profiler["answers"].update({"s-1 q1": 1})),
    ("I9", lambda core, profiler: core["results"][0].update(has_ticket=False)),
    ("I12", lambda core, profiler: profiler["events"][0].update(state="pending")),
    ("I12", lambda core, profiler: core["deliveries"][0].update(status="pending")),
    ("I12", lambda core, profiler: core["deliveries"][0].update(status="dead")),
    ("I12", lambda core, profiler: core["deliveries"][0].update(attempts=500)),
]


class TestJudgeHealed:
    def test_finds_nothing_in_what_is_healthy(self) -> None:
        assert list(judge_healed(make_facts(), EXPECTED)) == []

    @pytest.mark.parametrize(("invariant", "plant"), PLANTED)
    def test_finds_each_planted_bug(
        self, invariant: str, plant: Callable[[Any, Any], object]
    ) -> None:
        found = list(judge_healed(make_facts(plant), EXPECTED))
        assert any(one.startswith(f"{invariant}:") for one in found)

    def test_accepts_a_dead_letter_only_where_one_is_due(self) -> None:
        def kill(core: Any, profiler: Any) -> None:
            profiler["events"][0].update(state="dead", trouble="bad-signature")
            core.update(is_complete=False, result_id=None, recommended=None, track=None)
            core.update(results=[], inbox=[], applied=[], items=[], deliveries=[])

        lenient = Expected(epoch=1, is_profiled=True, completed=("s-1",), may_be_dead=True)
        assert list(judge_healed(make_facts(kill), lenient)) == []
        assert any("dead letter" in one for one in judge_healed(make_facts(kill), EXPECTED))

    def test_misses_a_revocation_that_was_not_told(self) -> None:
        expected = Expected(epoch=1, is_profiled=True, is_revoked=True)
        assert list(judge_healed(make_facts(), expected)) == [
            "the profiler was not told that access has ended"
        ]


class TestJudgeMovement:
    @pytest.mark.parametrize("side", ["core", "profiler"])
    def test_finds_a_falling_epoch(self, side: str) -> None:
        high = make_facts(lambda core, profiler: (core.update(epoch=3), profiler.update(epoch=3)))
        low = make_facts(
            lambda core, profiler: (
                core.update(epoch=3 - (side == "core")),
                profiler.update(epoch=3 - (side == "profiler")),
            )
        )
        assert list(judge_movement(low, high)) == []
        assert list(judge_movement(high, low)) == [f"I7: the epoch in the {side} fell from 3 to 2"]


class TestBehindTheProxy:
    """The same judge over a small sender and receiver that really exchange requests."""

    EXPECTED = Expected(epoch=1, is_profiled=True, completed=("s-evt_1",))

    @pytest.mark.parametrize(
        "kind", [Kind.ANSWER_LOST, Kind.NONSENSE, Kind.ANOTHER_EVENT, Kind.EMPTY, Kind.TWICE_FIRST]
    )
    def test_finds_nothing_when_both_are_right(
        self, proxy: Proxy, receiver: Receiver, kind: Kind
    ) -> None:
        proxy.begin(Fault(kind, times=2), seed=1)
        sender = Sender(proxy.url)
        sender.deliver("evt_1")
        assert list(judge_healed(read_facts(sender, receiver), self.EXPECTED)) == []

    @pytest.mark.parametrize("kind", [Kind.ANSWER_LOST, Kind.TWICE_FIRST, Kind.TWICE_SECOND])
    def test_finds_a_receiver_that_applies_twice(
        self, proxy: Proxy, receiver: Receiver, kind: Kind
    ) -> None:
        receiver.applies_repeats = True
        proxy.begin(Fault(kind, times=1), seed=1)
        sender = Sender(proxy.url)
        sender.deliver("evt_1")
        found = list(judge_always(read_facts(sender, receiver)))
        assert any(one.startswith("I2:") for one in found)

    @pytest.mark.parametrize("kind", [Kind.NONSENSE, Kind.EMPTY, Kind.ANOTHER_EVENT])
    def test_finds_a_sender_that_takes_any_200_for_success(
        self, proxy: Proxy, receiver: Receiver, kind: Kind
    ) -> None:
        proxy.begin(Fault(kind, times=1), seed=1)
        sender = Sender(proxy.url, trusts_any_200=True)
        sender.deliver("evt_1")
        found = list(judge_healed(read_facts(sender, receiver), self.EXPECTED))
        assert any(one.startswith("I1: core holds None") for one in found)

    def test_finds_a_sender_that_gives_up(self, proxy: Proxy, receiver: Receiver) -> None:
        proxy.begin(Fault(Kind.CUT), seed=1)
        sender = Sender(proxy.url)
        sender.deliver("evt_1", tries=2)
        found = list(judge_healed(read_facts(sender, receiver), self.EXPECTED))
        assert any(one.startswith("I12:") for one in found)
