"""The stored result: written once, read back byte for byte, for ever."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class StoredResult(Base):
    """One result. ``body`` is canonical JSON, ``sha256`` its lowercase hex hash."""

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("learner_id", "epoch"),
        ForeignKeyConstraint(
            ["session_id", "learner_id"],
            ["profiling_session.id", "profiling_session.learner_id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hex"),
        CheckConstraint("encode(sha256(body), 'hex') = sha256", name="sha256_of_body"),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_id: Mapped[UUID]
    epoch: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    created_at: Mapped[datetime]
