"""What the relays and the network do: deliver, double, lose, delay, die, wake up late."""

import json
from typing import Any

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.couriers import Courier
from tests.model.invariants import check_rest
from tests.model.learner_rules import LearnerRules
from tests.model.model import Message
from tests.model.sheets import TRACKS
from tests.model.stage import BACK, Asleep, pick, tell_code
from tests.model.wire import Fate

_FATE = st.sampled_from([*Fate, Fate.ARRIVES, Fate.ARRIVES])
_MOST_DELIVERIES = 100
_OUTCOMES = {"stale-epoch": "superseded", "learner-erased": "erased"}


class NetworkRules(LearnerRules):
    """Both directions, one delivery at a time; ``results_first`` is who is ahead in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.results_first = False

    @precondition(lambda self: _find_next(self.profiler.events) is not None)
    @rule(fate=_FATE, in_batch=st.booleans())
    def deliver_result(self, fate: Fate, in_batch: bool) -> None:
        self.world.from_profiler.in_batch = in_batch
        self._deliver(self.world.from_profiler, self.profiler.events, fate)

    @precondition(lambda self: _find_next(self.core.told) is not None)
    @rule(fate=_FATE)
    def deliver_reset(self, fate: Fate) -> None:
        self._deliver(self.world.from_core, self.core.told, fate)

    @rule(track=st.sampled_from(TRACKS), fate=_FATE)
    def profile_and_deliver(self, track: str, fate: Fate) -> None:
        """The whole way to a result in core, whatever comes between."""
        self._profile_and_deliver(track, fate)

    def _profile_and_deliver(self, track: str, fate: Fate) -> None:
        self.profile(track)
        self._deliver(self.world.from_profiler, self.profiler.events, fate)
        while self._deliver(self.world.from_profiler, self.profiler.events, Fate.ARRIVES):
            pass

    @precondition(lambda self: self._list_waiting())
    @rule(
        back=BACK,
        first=st.sampled_from([fate for fate in Fate if not fate.is_noted]),
        second=_FATE,
    )
    def oversleep(self, back: int, first: Fate, second: Fate) -> None:
        """A sender sleeps past its lease, another takes over, and the first wakes up."""
        courier, messages = pick(self._list_waiting(), back)
        self._deliver(courier, messages, first)
        sleeper = self.asleep.pop()
        self._deliver(courier, messages, second)
        self._wake(sleeper)

    @precondition(lambda self: self.asleep)
    @rule(back=BACK)
    def wake_sender(self, back: int) -> None:
        """It notes what it saw, if nobody claimed the event since; else it must be told so."""
        sleeper = pick(self.asleep, back)
        self.asleep.remove(sleeper)
        self._wake(sleeper)

    def _wake(self, sleeper: Asleep) -> None:
        message = sleeper.message
        is_ours = sleeper.courier.finish(sleeper.taken, sleeper.answer)
        assert is_ours == (message.fence == sleeper.fence and message.state == "pending")
        if is_ours:
            self._end(message, sleeper.state)

    @precondition(lambda self: self.world.from_profiler.wire.sent)
    @rule(back=BACK)
    def repeat_result(self, back: int) -> None:
        """An earlier request arrives late, or once more."""
        self._repeat(self.world.from_profiler, back)

    @precondition(lambda self: self.world.from_core.wire.sent)
    @rule(back=BACK)
    def repeat_reset(self, back: int) -> None:
        self._repeat(self.world.from_core, back)

    def teardown(self) -> None:
        """Deliver everything until nothing moves: all ends well, and soon."""
        directions = self._list_directions()
        for courier, messages in directions[::-1] if self.results_first else directions:
            self._drain(courier, messages)
        self.agree()
        assert self.seen is not None
        check_rest(self.seen, self.bytes)
        self.tally["examples"] += 1

    def _drain(self, courier: Courier, messages: list[Message]) -> None:
        for _ in range(_MOST_DELIVERIES):
            if not self._deliver(courier, messages, Fate.ARRIVES):
                return
        raise AssertionError("I12: the outbox does not drain")

    def _list_directions(self) -> list[tuple[Courier, list[Message]]]:
        world = self.world
        return [(world.from_core, self.core.told), (world.from_profiler, self.profiler.events)]

    def _list_waiting(self) -> list[tuple[Courier, list[Message]]]:
        """The directions in which something is pending."""
        return [one for one in self._list_directions() if _find_next(one[1]) is not None]

    def _deliver(self, courier: Courier, messages: list[Message], fate: Fate) -> bool:
        """Whether there was something to deliver."""
        message = _find_next(messages)
        courier.let_time_pass(self.learner.id)
        taken = courier.claim()
        assert (taken is None) == (message is None), f"claimed {taken}, expected {message}"
        if taken is None or message is None:
            return False
        message.fence += 1
        answer = courier.send(taken, fate)
        outcomes = [self._arrive(message) for _ in range(fate.arrivals)]
        state = outcomes[-1] if fate.is_answered else "pending"
        self._note(Asleep(courier, taken, answer, message, message.fence, state), fate)
        return True

    def _note(self, sender: Asleep, fate: Fate) -> None:
        if not fate.is_noted:
            self.asleep.append(sender)
            return
        assert sender.courier.finish(sender.taken, sender.answer), "the lease was ours"
        self._end(sender.message, sender.state)

    def _end(self, message: Message, state: str) -> None:
        """What the sender notes. Told that the learner was erased, the profiler erases too."""
        message.state = state
        if state == "erased" and message.kind == "profiling.completed":
            self.profiler.erase()
            self.tally["the profiler erased by a 410"] += 1

    def _arrive(self, message: Message) -> str:
        """What the receiver makes of it, by the model."""
        if message.kind != "profiling.completed":
            return self.profiler.hear(message)
        return self.core.receive(message)

    def _repeat(self, courier: Courier, back: int) -> None:
        sent = pick(courier.wire.sent, back)
        message = self._find_message(json.loads(sent.body))
        outcome = self._arrive(message)
        answer = courier.repeat(sent)
        assert _read_outcome(answer) == outcome, answer.text

    def _find_message(self, body: dict[str, Any]) -> Message:
        if body["type"] == "profiling.completed":
            return next(m for m in self.profiler.events if m.session == body["session_id"])
        told = reversed(self.core.told)
        what = (body["type"], body.get("epoch", 0))
        return next(m for m in told if (m.kind, m.epoch) == what)


def _find_next(messages: list[Message]) -> Message | None:
    return next((message for message in messages if message.state == "pending"), None)


def _read_outcome(answer: httpx.Response) -> str:
    """The first refusal of a stale result says the same as its repeated outcome."""
    code = tell_code(answer)
    return _OUTCOMES[code] if code in _OUTCOMES else str(answer.json()["outcome"])
