"""What the service remembers of core's keys and of ended sign-ins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class CoreKeys(Base):
    """The last good JWKS of core: one row."""

    __tablename__ = "core_keys"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    fetched_at: Mapped[datetime]


class AccessRevocation(Base):
    """Tokens of ``sub`` below ``min_ver``, or of ``sid``, are refused."""

    __tablename__ = "access_revocation"
    __table_args__ = (Index(None, "received_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sub: Mapped[UUID]
    sid: Mapped[UUID | None]
    min_ver: Mapped[int]
    received_at: Mapped[datetime]
