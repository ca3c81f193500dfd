"""What a learner does, on any of their devices: also with old tickets and in old sessions."""

import hashlib

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.model import NEEDED, Result, Session
from tests.model.sheets import QUESTIONS, TRACKS, choose_options
from tests.model.stage import BACK, Stage, pick, tell_code

_CLOSED = {"completed": "session-completed", "superseded": "session-superseded"}
_TRACK = st.sampled_from(TRACKS)
_VERSION = st.sampled_from([None, None, 1, 2, 4])
_GIVEN = st.lists(st.tuples(_TRACK, _VERSION), min_size=1, max_size=4)


class LearnerRules(Stage):
    """Tickets, answers, completion."""

    @rule()
    def ask_ticket(self) -> None:
        self._take_ticket()

    def _take_ticket(self) -> bool:
        """Whether core issued one."""
        answer = self.learner.core.post("/profiler/tickets")
        if self.core.status != "active":
            assert tell_code(answer) == "not-authenticated"
            return False
        if self.core.result is not None:
            assert tell_code(answer) == "profiling-already-complete"
            return False
        assert answer.json()["epoch"] == self.core.epoch
        self.tickets.append((answer.json()["ticket"], self.core.epoch))
        self.core.tickets.add(self.core.epoch)
        return True

    @precondition(lambda self: self.tickets)
    @rule(back=BACK)
    def start(self, back: int) -> None:
        """With the newest ticket or an older one, whose epoch may have passed."""
        self._start(*pick(self.tickets, back))

    def _start(self, ticket: str, epoch: int) -> bool:
        """Whether it led to a session."""
        answer = self.learner.profiler.post("/session/start", {"ticket": ticket})
        refusal = self._find_refusal(epoch)
        if refusal is not None:
            assert tell_code(answer) == refusal
            return False
        self.profiler.raise_epoch(epoch)
        found = self.profiler.find(epoch)
        session_id = answer.json()["session_id"]
        assert answer.status_code == (200 if found else 201), answer.text
        assert found in {None, session_id}, "a second session of one epoch"
        if found is None:
            self.names.append(session_id)
            self.profiler.sessions[session_id] = Session(epoch)
        assert answer.json()["status"] == self.profiler.sessions[session_id].status
        return True

    def _find_refusal(self, epoch: int) -> str | None:
        """Why no session begins with a ticket of this epoch."""
        if self.profiler.is_signed_out:
            return "token-revoked"
        if self.profiler.is_erased:
            return "learner-erased"
        return "stale-epoch" if epoch < self.profiler.highest else None

    @precondition(lambda self: self.names)
    @rule(back=BACK, question=st.sampled_from(QUESTIONS), given=_GIVEN)
    def answer(self, back: int, question: str, given: list[tuple[str, int | None]]) -> None:
        """One question, on several devices that each last saw some version."""
        self._answer_all(pick(self.names, back), question, given)

    @rule(track=_TRACK, times=st.integers(0, 2), question=st.sampled_from(QUESTIONS), given=_GIVEN)
    def begin_and_argue(
        self, track: str, times: int, question: str, given: list[tuple[str, int | None]]
    ) -> None:
        """The same after a batch that may have come twice, where a session surely is open."""
        if self.begin():
            for _ in range(times):
                self._fill(self.names[-1], track)
            self._answer_all(self.names[-1], question, given)

    def _answer_all(self, name: str, question: str, given: list[tuple[str, int | None]]) -> None:
        for track, version in given:
            self._answer(name, question, choose_options(track)[question], version)

    def _answer(self, name: str, question: str, option: str, version: int | None) -> None:
        told = {} if version is None else {"answer_version": version}
        body = {"question_id": question, "selected_option": option, **told}
        answer = self.learner.profiler.post(f"/session/{name}/respond", body)
        if self._is_closed(name, answer):
            return
        if not self.profiler.answer(name, question, option, version):
            assert tell_code(answer) == "stale-answer"
            return
        stored = self.profiler.sessions[name].answers[question]
        assert answer.json()["answer_version"] == stored[1]

    @precondition(lambda self: self.names)
    @rule(back=BACK, track=_TRACK, times=st.integers(1, 2))
    def fill(self, back: int, track: str, times: int) -> None:
        """Enough for a result, as one batch; a device that heard nothing sends it again."""
        for _ in range(times):
            self._fill(pick(self.names, back), track)

    def _fill(self, name: str, track: str) -> None:
        options = choose_options(track)
        given = [{"question_id": q, "selected_option": o} for q, o in options.items()]
        answer = self.learner.profiler.post(f"/session/{name}/respond", {"answers": given})
        if self._is_closed(name, answer):
            return
        self.profiler.fill(name, options)
        assert answer.is_success, answer.text

    @precondition(lambda self: self.names)
    @rule(back=BACK)
    def complete(self, back: int) -> None:
        """Again and again: it is the same result."""
        self._complete(pick(self.names, back))

    def _complete(self, name: str) -> None:
        answer = self.learner.profiler.post(f"/session/{name}/complete")
        if self._is_out_of_reach(name, answer):
            return
        session = self.profiler.sessions[name]
        if session.status == "superseded":
            assert tell_code(answer) == "session-superseded"
        elif session.status == "completed":
            assert answer.content == self.bytes[name], "another result of one session"
        elif len(session.answers) < NEEDED:
            assert tell_code(answer) == "not-enough-answers"
        else:
            self._note_result(name, answer)

    @precondition(lambda self: self.bytes)
    @rule(back=BACK)
    def read_result(self, back: int) -> None:
        """Byte for byte, whatever happened since, as long as there is anybody to read it."""
        name = pick(list(self.bytes), back)
        answer = self.learner.profiler.get(f"/session/{name}/results")
        if self._is_out_of_reach(name, answer):
            return
        assert answer.content == self.bytes[name], "the result reads differently"

    @rule(track=_TRACK)
    def profile_whole(self, track: str) -> None:
        self.profile(track)

    def profile(self, track: str) -> None:
        """All of it with a fresh ticket."""
        if self.begin():
            self._fill(self.names[-1], track)
            self._complete(self.names[-1])

    def begin(self) -> bool:
        """Whether a fresh ticket led to a session."""
        return self._take_ticket() and self._start(*self.tickets[-1])

    def _is_out_of_reach(self, name: str, answer: httpx.Response) -> bool:
        """Once the profiler knows that the login has ended, or the session is erased."""
        if self.profiler.is_signed_out:
            assert tell_code(answer) == "token-revoked", answer.text
            return True
        if name not in self.profiler.sessions:
            assert tell_code(answer) == "not-found", answer.text
            return True
        return False

    def _is_closed(self, name: str, answer: httpx.Response) -> bool:
        if self._is_out_of_reach(name, answer):
            return True
        status = self.profiler.sessions[name].status
        if status in _CLOSED:
            assert tell_code(answer) == _CLOSED[status], answer.text
        return status in _CLOSED

    def _note_result(self, name: str, answer: httpx.Response) -> None:
        assert answer.is_success, answer.text
        self.bytes[name] = answer.content
        self.tally["completed after the erasure"] += self.core.is_erased
        sha256 = hashlib.sha256(answer.content).hexdigest()
        self.profiler.complete(name, Result(name, sha256, answer.json()["track"]["primary"]))
