"""The protocol as one page of plain Python: what both services must hold after every step."""

from dataclasses import dataclass, field

from tests.model.facts import Facts, Journey

NEEDED = 12
"""Answered preferences below which there is no result."""


@dataclass
class Message:
    """An event on its way; ``fence`` counts claims."""

    kind: str
    epoch: int
    session: str = ""
    state: str = "pending"
    fence: int = 0


@dataclass(frozen=True)
class Result:
    """What a completed session came to."""

    session: str
    sha256: str
    track: str


@dataclass
class Session:
    """One profiling in the profiler; ``answers``: question → (option, version)."""

    epoch: int
    status: str = "in_progress"
    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    result: Result | None = None


class Core:
    """Journey, results by epoch, what was received and what is to be told."""

    def __init__(self) -> None:
        self.epoch = 1
        self.results: dict[int, tuple[Result, bool]] = {}
        self.taken: dict[int, Result] = {}
        self.tickets: set[int] = set()
        self.received: dict[str, str] = {}
        self.told: list[Message] = []
        self.retakes: list[str] = []

    @property
    def result(self) -> Result | None:
        """That of the present epoch."""
        return self.results[self.epoch][0] if self.epoch in self.results else None

    def receive(self, event: Message, result: Result) -> str:
        """At most once, and a reset always wins."""
        if event.session not in self.received:
            is_stale = event.epoch < self.epoch
            self.received[event.session] = "superseded" if is_stale else "applied"
            if not is_stale:
                self.results[event.epoch] = (result, False)
        return self.received[event.session]

    def reset(self) -> None:
        if self.result is not None:
            self.taken[self.epoch + 1] = self.result
        self.epoch += 1
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


class Profiler:
    """The sessions of the learner, and the results on their way to core."""

    def __init__(self) -> None:
        self.highest = 0
        self.sessions: dict[str, Session] = {}
        self.events: list[Message] = []
        self.heard: set[int] = set()

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
        self.events.append(Message("profiling.completed", session.epoch, name))

    def hear(self, event: Message) -> str:
        """A reset, or one undone: the session counts again under the new epoch."""
        is_new = event.epoch not in self.heard
        self.heard.add(event.epoch)
        if is_new and self.raise_epoch(event.epoch) and event.session in self.sessions:
            session = self.sessions[event.session]
            session.epoch, session.status = event.epoch, "completed"
        return "applied"


def describe(core: Core, profiler: Profiler) -> Facts:
    """The model's state as the databases must show it."""
    sessions = profiler.sessions
    return Facts(
        journey=_describe_journey(core),
        results={e: (r.session, r.sha256, back) for e, (r, back) in core.results.items()},
        told=[(m.kind, m.epoch, m.session or None, m.state) for m in core.told],
        received=core.received,
        retakes=core.retakes,
        highest=profiler.highest,
        sessions={
            name: (s.epoch, s.status, s.result.sha256 if s.result else None)
            for name, s in sessions.items()
        },
        events=[(m.session, m.epoch, m.state) for m in profiler.events],
        answers={(n, q): given for n, s in sessions.items() for q, given in s.answers.items()},
    )


def _describe_journey(core: Core) -> Journey:
    result = core.result
    if result is None:
        return Journey(core.epoch, False, None, None, None, None, None, None)
    return Journey(core.epoch, True, core.epoch, result.session, result.sha256, *[result.track] * 3)
