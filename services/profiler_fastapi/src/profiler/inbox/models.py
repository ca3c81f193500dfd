"""What core sent and what became of it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from profiler.common.database import Base


class InboxEvent(Base):
    """One event of one source; the primary key is what makes it happen once."""

    __tablename__ = "inbox_event"

    source: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    body_sha256: Mapped[str]
    outcome: Mapped[str]
    received_at: Mapped[datetime]
