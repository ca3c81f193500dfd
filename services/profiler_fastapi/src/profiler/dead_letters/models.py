"""What operators did."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class OperatorAction(Base):
    """One deed, written once and never changed. ``actor_id`` None: the command on the machine."""

    __tablename__ = "operator_action"
    __table_args__ = (
        CheckConstraint(
            "action IN ('dead_letter.replayed', 'dead_letter.discarded')", name="action_known"
        ),
        CheckConstraint(
            "(action = 'dead_letter.discarded') = (reason IS NOT NULL)", name="discard_has_reason"
        ),
        Index(None, "event_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    event_id: Mapped[str]
    reason: Mapped[str | None]
    at: Mapped[datetime]
