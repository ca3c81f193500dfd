"""Deactivating and erasing the learner, alone or with something under way."""

from enum import StrEnum

import httpx

from tests.model.past import Pasts
from tests.model.stage import tell_code
from tests.model.wire import Fate


class UnderWay(StrEnum):
    """What an erasure meets beside what there is already."""

    NOTHING = "nothing more"
    RESULT = "a result whose delivery the sender knows nothing of"
    ANSWERS = "a session in which the learner goes on, and completes"
    RETAKE = "a result, and a retake that was asked for"
    RESET = "a reset that the profiler has not heard of"
    UNDO = "a result that came back by an undo it has not heard of"


class Erasing(Pasts):
    """What the rules of erasing do."""

    def _erase_while(self, met: UnderWay, track: str, before: Fate) -> None:
        """The profiler has not heard of it, and takes what the learner goes on with."""
        is_answering = self._prepare(met, track, before)
        self._erase()
        if is_answering:
            self._fill(self.names[-1], track)
            self._complete(self.names[-1])

    def _prepare(self, met: UnderWay, track: str, before: Fate) -> bool:
        """Whether the learner is in the middle of a session."""
        match met:
            case UnderWay.RESULT:
                self._make_room()
                self.profile(track)
                self._deliver(self.world.from_profiler, self.profiler.events, before)
            case UnderWay.ANSWERS:
                self._make_room()
                return self.begin()
            case UnderWay.RETAKE:
                self._profile_and_deliver(track, before)
                self._ask_retake()
            case UnderWay.RESET:
                self.reset()
            case UnderWay.UNDO:
                self._profile_and_deliver(track, before)
                self.reset()
                self._undo(is_sure=True)
        return False

    def _make_room(self) -> None:
        """For another result."""
        if self.core.result is not None:
            self.reset()

    def _deactivate(self) -> None:
        answer = self._act("deactivate")
        assert answer.is_success, answer.text
        self.core.deactivate()

    def _erase(self) -> None:
        preview = self._read_erasure()
        assert preview["results"] == len(self.core.results)
        if self.core.status == "active":
            assert preview["state"] == "blocked"
            assert tell_code(self._act("erasure")) == "wrong-account-state"
            self._deactivate()
        self._count_erasure()
        answer = self._act("erasure")
        assert answer.is_success, answer.text
        self.core.erase()
        assert answer.json()["state"] == "under-way", answer.text

    def _act(self, act: str) -> httpx.Response:
        why = None if act == "activate" else {"reason": "ticket 4711"}
        return self.world.core.admin.post(f"/admin/students/{self.learner.id}/{act}", why)

    def _read_erasure(self) -> dict[str, object]:
        answer = self.world.core.admin.get(f"/admin/students/{self.learner.id}/erasure")
        found: dict[str, object] = answer.json()
        return found

    def _count_erasure(self) -> None:
        """And what it meets."""
        sessions, told = self.profiler.sessions.values(), self.core.told
        waiting = [one for one in self.profiler.events if one.state == "pending"]
        met = {
            "erased": True,
            "erased with a result not delivered": waiting,
            "erased with a lost answer": {one.session for one in waiting} & {*self.core.received},
            "erased with a sender asleep": self.asleep,
            "erased with a session open": [s for s in sessions if s.status == "in_progress"],
            "erased with a reset not heard": [m for m in told if m.epoch and m.state == "pending"],
        }
        self.tally.update(what for what, found in met.items() if found)
