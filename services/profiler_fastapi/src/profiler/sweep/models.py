"""What sweeps found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class SweepFinding(Base):
    """One result that was not in order; ``times`` counts the sweeps that saw it so.

    ``accepted_because``: an operator knows why it stays so, and it wakes nobody any more.
    """

    __tablename__ = "sweep_finding"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('missing', 'missing-again', 'different', 'outcome-differs', 'unknown')",
            name="kind_known",
        ),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    epoch: Mapped[int]
    times: Mapped[int]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    accepted_because: Mapped[str | None]
