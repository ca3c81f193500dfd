"""Tables of the session engine."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from profiler.bank import BankHashes
from profiler.common.database import Base


class LearnerEpoch(Base):
    """The highest epoch seen for a learner; it never falls.

    ``erased_at`` makes it a tombstone: nothing of the learner is left, and nothing may begin.
    """

    __tablename__ = "learner_epoch"
    __table_args__ = (CheckConstraint("highest_epoch >= 1", name="positive"),)

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    highest_epoch: Mapped[int]
    erased_at: Mapped[datetime | None]


class ProfilingSession(Base):
    """One profiling of one learner in one epoch, pinned to a bank.

    ``language`` is the learner's wish (BCP 47), not the language of the questions.
    """

    __tablename__ = "profiling_session"
    __table_args__ = (
        UniqueConstraint("id", "learner_id"),
        Index(
            "uq_profiling_session_live",
            "learner_id",
            "epoch",
            unique=True,
            postgresql_where=text("status <> 'expired'"),
        ),
        CheckConstraint(
            "status IN ('in_progress', 'completed', 'superseded', 'expired')", name="status_known"
        ),
        CheckConstraint(
            "status <> 'completed' OR completed_at IS NOT NULL", name="completed_has_time"
        ),
        CheckConstraint(
            "status <> 'in_progress' OR completed_at IS NULL", name="open_has_no_completion"
        ),
        CheckConstraint("epoch >= 1", name="epoch_positive"),
        CheckConstraint("char_length(reflection_why) <= 600", name="why_short"),
        CheckConstraint("char_length(reflection_aim) <= 600", name="aim_short"),
        CheckConstraint("char_length(language) BETWEEN 2 AND 35", name="language_short"),
        CheckConstraint("mode IN ('full', 'short')", name="mode_known"),
        Index(None, "learner_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    epoch: Mapped[int]
    status: Mapped[str]
    ticket: Mapped[str]
    bank_version: Mapped[str]
    bank_text_hash: Mapped[str]
    bank_structure_hash: Mapped[str]
    bank_scoring_hash: Mapped[str]
    started_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    reflection_why: Mapped[str | None]
    reflection_aim: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="en")
    mode: Mapped[str] = mapped_column(server_default="full")

    @property
    def bank_hashes(self) -> BankHashes:
        """The bank that the session is pinned to."""
        return BankHashes(
            text=self.bank_text_hash,
            structure=self.bank_structure_hash,
            scoring=self.bank_scoring_hash,
        )


class Answer(Base):
    """The latest answer to one question, with how often it was given.

    ``answered_at`` is when the learner gave it, by their device where it told; ``received_at`` is
    when it was stored here. What an expired session handed over was received at the start.
    """

    __tablename__ = "answer"
    __table_args__ = (
        PrimaryKeyConstraint("session_id", "question_id"),
        ForeignKeyConstraint(
            ["session_id", "learner_id"],
            ["profiling_session.id", "profiling_session.learner_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("answer_version >= 1", name="version_positive"),
        CheckConstraint("response_time_ms >= 0", name="time_not_negative"),
        Index("ix_answer_received_at", "received_at", postgresql_using="brin"),
    )

    session_id: Mapped[UUID]
    question_id: Mapped[str]
    learner_id: Mapped[UUID]
    selected_option: Mapped[str]
    answer_version: Mapped[int]
    response_time_ms: Mapped[int | None]
    answered_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
