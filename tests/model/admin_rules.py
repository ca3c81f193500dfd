"""What admins do to a learner: resets, their undoing, and retakes the learner asked for."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core_testing.passing import let_days_pass
from tests.model.network_rules import NetworkRules
from tests.model.sheets import TRACKS
from tests.model.stage import tell_code
from tests.model.wire import Fate

COOLDOWN_DAYS = 8


class AdminRules(NetworkRules):
    """``request`` is the newest retake request."""

    def __init__(self) -> None:
        super().__init__()
        self.request: str | None = None

    @precondition(lambda self: self.core.has_begun() or self.core.is_erased)
    @rule()
    def reset_begun(self) -> None:
        """An epoch in which something happened: others would pass too quickly."""
        self.reset()

    def reset(self) -> None:
        path = f"/admin/students/{self.learner.id}/reset-profiling"
        answer = self.world.core.admin.post(path, {"reason": "asked for"})
        if self.core.is_erased:
            assert tell_code(answer) == "learner-erased"
            return
        self.core.reset()
        assert answer.json()["epoch"] == self.core.epoch
        self._close_request("lapsed")

    @rule(track=st.sampled_from(TRACKS), fate=st.sampled_from(Fate))
    def reset_overtakes_result(self, track: str, fate: Fate) -> None:
        """It was on its way, and comes too late."""
        self.profile(track)
        self.reset()
        self._deliver(self.world.from_profiler, self.profiler.events, fate)

    @precondition(lambda self: self.core.result)
    @rule()
    def reset_and_begin_again(self) -> None:
        """A new session, of which an undo must ask; the profiler may learn of the epoch by it."""
        self.reset()
        self.begin()

    @precondition(lambda self: self.core.epoch > 1)
    @rule(is_sure=st.booleans())
    def undo_reset(self, *, is_sure: bool) -> None:
        """Refused where nothing was taken, and once the learner has begun unless it is meant."""
        self._undo(is_sure=is_sure)

    @precondition(lambda self: self.core.result)
    @rule()
    def reset_by_mistake(self) -> None:
        """Two epochs later everything is as it was; the profiler has yet to hear of both."""
        self.reset()
        self._undo(is_sure=True)

    def _undo(self, *, is_sure: bool) -> None:
        path = f"/admin/students/{self.learner.id}/undo-reset"
        answer = self.world.core.admin.post(path, {"reason": "a slip", "is_sure": is_sure})
        if self.core.is_erased:
            assert tell_code(answer) == "learner-erased"
        elif not self.core.can_undo():
            assert tell_code(answer) == "nothing-to-restore"
        elif self.core.has_begun() and not is_sure:
            assert tell_code(answer) == "session-begun"
        else:
            self.core.undo()
            assert answer.json()["epoch"] == self.core.epoch

    @precondition(lambda self: self.core.result or self.core.is_erased)
    @rule()
    def ask_retake(self) -> None:
        """After the cooldown; one at a time."""
        self._ask_retake()

    def _ask_retake(self) -> None:
        let_days_pass(self.learner.id, COOLDOWN_DAYS)
        body = {"reason": "I guessed most of it."}
        answer = self.learner.core.post("/profiler/retake-requests", body)
        if self.core.status != "active":
            assert tell_code(answer) == "not-authenticated"
            return
        if self.core.result is None:
            assert tell_code(answer) == "profiling-incomplete"
            return
        if self.core.retakes[-1:] == ["pending"]:
            assert tell_code(answer) == "retake-pending"
            return
        assert answer.status_code == 201, answer.text
        self.request = answer.json()["id"]
        self.core.retakes.append("pending")

    @precondition(lambda self: self.request)
    @rule(times=st.integers(1, 2))
    def approve_retake(self, times: int) -> None:
        """Again and again: it resets once. An erasure leaves nothing to approve."""
        for _ in range(times):
            self._approve_retake()

    def _approve_retake(self) -> None:
        answer = self.world.core.admin.post(f"/admin/retake-requests/{self.request}/approve")
        if self.core.is_erased:
            assert tell_code(answer) == "not-found"
            return
        if self.core.retakes[-1] == "lapsed":
            assert tell_code(answer) == "retake-decided"
            return
        assert answer.is_success, answer.text
        if self.core.retakes[-1] == "pending":
            self.core.reset()
            self._close_request("approved")

    def _close_request(self, state: str) -> None:
        if self.core.retakes[-1:] == ["pending"]:
            self.core.retakes[-1] = state
