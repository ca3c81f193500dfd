"""Erasing the learner for good, whatever is under way: nothing of them is left on either side."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from core_testing.sync import example_event, send
from tests.model.couriers import Courier
from tests.model.erasing import Erasing, UnderWay
from tests.model.model import Message
from tests.model.sheets import TRACKS
from tests.model.stage import tell_code
from tests.model.wire import Fate

_NEVER, _AT_THE_END = 1001, 1000
_FROM_STEP = st.sampled_from([_NEVER, _NEVER, _NEVER, 2, 5, 9, 14, _AT_THE_END])
"""Many are never erased, and some have lived through much before."""
_MET = st.sampled_from([*UnderWay, UnderWay.RESULT, UnderWay.ANSWERS, UnderWay.ANSWERS])
_TRACK = st.sampled_from(TRACKS)
_FATE = st.sampled_from([*Fate, Fate.ARRIVES, Fate.ARRIVES])
_UNKNOWN = [Fate.REQUEST_LOST, Fate.ANSWER_LOST, Fate.SENDER_DIES, Fate.SENDER_STALLS]
_BEFORE = st.sampled_from([*_UNKNOWN, Fate.ANSWER_LOST, Fate.ANSWER_LOST])
"""A delivery of whose end the sender knows nothing; often core has the result."""
_ending = precondition(lambda self: self.may_end())
_ended = precondition(lambda self: self.core.is_erased)


class ErasureRules(Erasing):
    """Two steps, deactivating and erasing: from ``from_step`` on, and at the latest at the end.

    Between the two more may happen only where they are ``apart``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.from_step = _NEVER
        self.apart = False
        self.last: tuple[UnderWay, str, Fate] = UnderWay.NOTHING, TRACKS[0], Fate.ARRIVES

    @initialize(
        from_step=_FROM_STEP,
        apart=st.sampled_from([False, False, True]),
        met=_MET,
        track=_TRACK,
        before=_BEFORE,
        results_first=st.booleans(),
    )
    def plan_end(
        self,
        from_step: int,
        met: UnderWay,
        track: str,
        before: Fate,
        *,
        apart: bool,
        results_first: bool,
    ) -> None:
        self.from_step, self.apart, self.last = from_step, apart, (met, track, before)
        self.results_first = results_first

    def teardown(self) -> None:
        """Whoever was to be erased, and has not been yet, is erased now."""
        if self.from_step <= _AT_THE_END and not self.core.is_erased:
            self._erase_while(*self.last)
        super().teardown()

    def _drain(self, courier: Courier, messages: list[Message]) -> None:
        super()._drain(courier, messages)
        if self.core.is_erased:
            self._begin_again()

    def _begin_again(self) -> None:
        """With a ticket of before. A profiler told by a 410 does not know yet that the login ended."""
        if self.tickets:
            self._start(*self.tickets[-1])

    @invariant()
    def count_step(self) -> None:
        self.steps += 1

    def may_end(self) -> bool:
        return self.steps >= self.from_step and not self.core.is_erased

    @_ending
    @precondition(lambda self: self.apart)
    @rule()
    def deactivate(self) -> None:
        """Again and again: it is told once. In the profiler the learner goes on until then."""
        self._deactivate()

    @_ending
    @rule(
        met=_MET,
        track=_TRACK,
        before=_BEFORE,
        after=_FATE,
        in_batch=st.booleans(),
    )
    def erase(
        self, met: UnderWay, track: str, before: Fate, after: Fate, *, in_batch: bool
    ) -> None:
        """The result that waits comes again afterwards, or for the first time."""
        self.world.from_profiler.in_batch = in_batch
        self._erase_while(met, track, before)
        self._deliver(self.world.from_profiler, self.profiler.events, after)
        self._begin_again()

    @_ended
    @rule()
    def act_on_erased(self) -> None:
        """There is nobody to act on; erasing again is harmless."""
        for act in ("deactivate", "activate"):
            assert tell_code(self._act(act)) == "learner-erased"
        assert self._act("erasure").json() == self._read_erasure()
        is_told = self.core.told[-1].state == "erased"
        assert self._read_erasure()["state"] == ("complete" if is_told else "under-way")

    @_ended
    @rule()
    def report_progress(self) -> None:
        """How far a session is that nobody should have any more."""
        body = example_event("profiling-progress.v1") | {"learner_id": str(self.learner.id)}
        answer = send(self.world.core.anonymous, body)
        assert tell_code(answer) == "learner-erased", answer.text
