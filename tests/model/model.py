"""The protocol as one page of plain Python: what both services must hold after every step."""

from dataclasses import dataclass, field

NEEDED = 12
"""Answered preferences below which there is no result."""


@dataclass(frozen=True)
class Result:
    """What a completed session came to."""

    session: str
    sha256: str
    track: str


@dataclass
class Message:
    """An event on its way; ``fence`` counts claims. Some are of no epoch."""

    kind: str
    epoch: int = 0
    session: str = ""
    state: str = "pending"
    fence: int = 0
    result: Result | None = None


@dataclass
class Session:
    """One profiling in the profiler; ``answers``: question → (option, version)."""

    epoch: int
    status: str = "in_progress"
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    result: Result | None = None


class Core:
    """Account, journey, results by epoch, what was received and what is to be told.

    The profiler was told already that choosing a password ended older logins.
    """

    def __init__(self) -> None:
        self.status = "active"
        self.epoch = 1
        self.results: dict[int, tuple[Result, bool]] = {}
        self.taken: dict[int, Result] = {}
        self.tickets: set[int] = set()
        self.received: dict[str, str] = {}
        self.told = [Message("access.revoked", state="applied")]
        self.resets: list[int] = []
        self.retakes: list[str] = []

    @property
    def is_erased(self) -> bool:
        return self.status == "erased"

    @property
    def result(self) -> Result | None:
        """That of the present epoch."""
        return self.results[self.epoch][0] if self.epoch in self.results else None

    def receive(self, event: Message) -> str:
        """At most once; a reset always wins, and an erasure over everything."""
        if self.is_erased:
            return "erased"
        if event.session not in self.received:
            is_stale = event.epoch < self.epoch
            self.received[event.session] = "superseded" if is_stale else "applied"
            if event.result is not None and not is_stale:
                self.results[event.epoch] = (event.result, False)
        return self.received[event.session]

    def reset(self) -> None:
        if self.result is not None:
            self.taken[self.epoch + 1] = self.result
        self.epoch += 1
        self.resets.append(self.epoch)
        self.told.append(Message("profiling.reset", self.epoch))

    def has_begun(self) -> bool:
        """Whether the present epoch has a ticket, or a result that came back."""
        return self.result is not None or self.epoch in self.tickets

    def can_undo(self) -> bool:
        """Whether the reset that began this epoch took a result, and none came since."""
        return self.result is None and self.epoch in self.taken

    def undo(self) -> None:
        origin = self.taken[self.epoch]
        self.epoch += 1
        self.results[self.epoch] = (origin, True)
        self.told.append(Message("profiling.restored", self.epoch, origin.session))

    def deactivate(self) -> None:
        """Every login ends; again, and none is left that could."""
        if self.status == "active":
            self.status = "deactivated"
            self.told.append(Message("access.revoked"))

    def erase(self) -> None:
        """Account and journey are marked, what was received and told stays, all else goes."""
        if self.is_erased:
            return
        self.status = "erased"
        self.told.append(Message("learner.erased"))
        for kept in (self.results, self.taken, self.tickets, self.resets, self.retakes):
            kept.clear()


class Profiler:
    """The sessions of the learner, and the results on their way to core."""

    def __init__(self) -> None:
        self.highest = 0
        self.sessions: dict[str, Session] = {}
        self.events: list[Message] = []
        self.heard: set[int] = set()
        self.is_signed_out = False
        self.is_erased = False

    def raise_epoch(self, epoch: int) -> bool:
        """Whether no later epoch is known; older sessions end."""
        self.highest = max(self.highest, epoch)
        for session in self.sessions.values():
            if session.epoch < self.highest:
                session.status = "superseded"
        return self.highest == epoch

    def find(self, epoch: int) -> str | None:
        return next((name for name, one in self.sessions.items() if one.epoch == epoch), None)

    def answer(self, name: str, question: str, option: str, version: int | None) -> bool:
        """Whether it is stored: an older version never replaces a newer one."""
        answers = self.sessions[name].answers
        _, before = answers.get(question, ("", 0))
        if version is not None and version < before:
            return False
        answers[question] = (option, max(before + 1, version or 0))
        return True

    def fill(self, name: str, options: dict[str, str]) -> None:
        """A batch raises a version only for another option."""
        answers = self.sessions[name].answers
        for question, option in options.items():
            before, version = answers.get(question, ("", 0))
            answers[question] = (option, version + (option != before))

    def complete(self, name: str, result: Result) -> None:
        session = self.sessions[name]
        session.status, session.result = "completed", result
        self.events.append(Message("profiling.completed", session.epoch, name, result=result))

    def erase(self) -> None:
        """Nothing is left but ids and the highest epoch, under which nothing begins any more."""
        self.is_erased = True
        self.highest = max(self.highest, 1)
        self.sessions.clear()
        for event in self.events:
            event.state = "erased"

    def hear(self, event: Message) -> str:
        """What core tells; the outcome. What comes after an erasure finds nothing to change."""
        if event.kind == "learner.erased":
            self.erase()
            return "erased"
        if event.kind == "access.revoked":
            self.is_signed_out = True
        else:
            self._begin_epoch(event)
        return "applied"

    def _begin_epoch(self, event: Message) -> None:
        """A reset, or one undone: the session counts again under the new epoch."""
        is_new = event.epoch not in self.heard
        self.heard.add(event.epoch)
        if is_new and self.raise_epoch(event.epoch) and event.session in self.sessions:
            session = self.sessions[event.session]
            session.epoch, session.status = event.epoch, "completed"
