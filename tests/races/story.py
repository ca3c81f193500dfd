"""What was sent in one race and what was answered."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sent:
    """An event as the profiler would have sent it; ``sha256`` of its result, None for a report."""

    event_id: str
    epoch: int
    session_id: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One answer to one event. ``is_replay`` is None where the answer does not say (batches)."""

    event_id: str
    status: int
    outcome: str | None = None
    code: str | None = None
    is_replay: bool | None = None
    is_last: bool = False

    @property
    def word(self) -> str:
        """The outcome, or why there is none."""
        return self.outcome or self.code or str(self.status)


@dataclass(frozen=True, slots=True)
class Act:
    """One answer to an admin or a learner: ``reset``, ``undo``, ``deactivate``, ``erase`` or
    ``ticket``.
    """

    kind: str
    status: int
    code: str | None = None
    epoch: int | None = None

    @property
    def is_accepted(self) -> bool:
        return self.status in {200, 201}


@dataclass
class Story:
    """Of one learner: everything that was sent and answered about them."""

    sent: list[Sent] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """What no answer may ever be, such as a 5xx."""

    @property
    def accepted(self) -> list[Act]:
        """The resets and undos that were answered 2xx, by the epoch they began."""
        acts = [act for act in self.acts if act.kind in {"reset", "undo"} and act.is_accepted]
        return sorted(acts, key=lambda act: act.epoch or 0)

    @property
    def is_erased(self) -> bool:
        """Whether an erasure was answered 2xx."""
        return any(act.kind == "erase" and act.is_accepted for act in self.acts)
