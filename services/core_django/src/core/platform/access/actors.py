"""Who acts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from talent_contracts.vocabulary import Role

PROFILER_ID: Final = UUID("00000000-0000-7000-8000-000000000001")
"""Stands for the profiler in row-level security; it is nobody's account."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The one on whose behalf a transaction runs. ``user_id`` None: nobody, or the system.

    ``about`` names the learners of verified events: nothing of anybody else can be reached.
    """

    user_id: UUID | None
    roles: frozenset[Role] = field(default_factory=frozenset)
    label: str = "user"
    about: tuple[UUID, ...] = ()

    @classmethod
    def anonymous(cls) -> "Actor":
        """Somebody before login."""
        return cls(user_id=None, label="anonymous")

    @classmethod
    def system(cls, label: str) -> "Actor":
        """A process of ours; ``label`` names it in the audit trail."""
        return cls(user_id=None, label=label)

    @classmethod
    def profiler(cls) -> "Actor":
        """The profiler itself, for a verified event about nobody in particular."""
        return cls(user_id=PROFILER_ID, label="sync")

    @classmethod
    def learner(cls, learner_id: UUID) -> "Actor":
        """The context of one learner, for a verified event about them."""
        return cls(user_id=learner_id, label="sync")

    @classmethod
    def sync(cls, about: Iterable[UUID]) -> "Actor":
        """The context of several learners, for verified events about each of them."""
        return cls(user_id=None, label="sync", about=tuple(about))

    @property
    def id(self) -> UUID:
        """The user's id; a LookupError for an actor that is no user."""
        if self.user_id is None:
            raise LookupError(f"{self.label} is no user")
        return self.user_id

    def has(self, role: Role) -> bool:
        """Whether the actor holds the role."""
        return role in self.roles
