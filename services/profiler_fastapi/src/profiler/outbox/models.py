"""The table of events that core must get."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class RelayState(Base):
    """What the relay last told about itself: whether its receiver is away, and that it lives."""

    __tablename__ = "relay_state"

    receiver: Mapped[str] = mapped_column(primary_key=True)
    is_away: Mapped[bool]
    seen_at: Mapped[datetime]


class OutboxEvent(Base):
    """One event and how far its delivery is. Statistics are of no learner and no session.

    ``state`` is pending, applied, superseded, erased, dead or discarded. ``fence`` rises with every
    claim; only its holder may write the outcome. ``trouble`` is the kind of the last failure.
    ``revived_at`` is when an operator last sent it again: its age counts from there.
    """

    __tablename__ = "outbox_event"
    __table_args__ = (
        CheckConstraint(
            "state IN ('pending', 'applied', 'superseded', 'erased', 'dead', 'discarded')",
            name="state_known",
        ),
        CheckConstraint("(state = 'pending') = (finished_at IS NULL)", name="finished_has_time"),
        CheckConstraint(
            "(learner_id IS NULL) = (type = 'profiling.statistics')",
            name="statistics_are_of_nobody",
        ),
        CheckConstraint("(session_id IS NULL) = (learner_id IS NULL)", name="session_has_learner"),
        Index(
            "ix_outbox_event_pending_progress",
            "learner_id",
            "position",
            postgresql_where=text("state = 'pending' AND type = 'profiling.progress'"),
        ),
        Index(
            "ix_outbox_event_due",
            "next_attempt_at",
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_event_pending_of_learner",
            "learner_id",
            "position",
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_outbox_event_dead", "position", postgresql_where=text("state = 'dead'")),
        Index("ix_outbox_event_session", "session_id"),
        Index(None, "learner_id"),
    )

    event_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    learner_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    type: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    state: Mapped[str]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int]
    bad_signatures: Mapped[int]
    fence: Mapped[int] = mapped_column(BigInteger)
    leased_until: Mapped[datetime | None]
    last_status: Mapped[int | None]
    trouble: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    revived_at: Mapped[datetime | None]
