"""What was told already, so that no process has to remember it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class StatisticsRun(Base):
    """The statistics of one bank were told for one day (UTC, beginning at 03:00)."""

    __tablename__ = "statistics_run"

    bank_text_hash: Mapped[str] = mapped_column(primary_key=True)
    bank_structure_hash: Mapped[str] = mapped_column(primary_key=True)
    bank_scoring_hash: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    event_id: Mapped[str]
    sessions: Mapped[int]
    computed_at: Mapped[datetime]


class ProgressTold(Base):
    """How far a learner's session was when core was last told.

    ``seen_at`` is when the latest of the told answers had come in, by the clock of whoever took it;
    ``told_at`` goes by the relay's clock.
    """

    __tablename__ = "progress_told"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "learner_id"],
            ["profiling_session.id", "profiling_session.learner_id"],
            ondelete="CASCADE",
        ),
    )

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID]
    answered: Mapped[int]
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime]


class ProgressScan(Base):
    """Every answer that came in before ``seen_until`` was told or is not worth telling."""

    __tablename__ = "progress_scan"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_until: Mapped[datetime]
