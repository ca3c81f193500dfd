"""Answers kept for 24 hours, per learner."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class IdempotencyKey(Base):
    """A key a learner used, the request it stood on and the answer it got."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index(None, "created_at"),)

    learner_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    operation: Mapped[str]
    body_sha256: Mapped[str]
    status: Mapped[int | None]
    response: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
