"""What every use case that changes state calls."""

from typing import Any
from uuid import UUID

from core.platform.access.scopes import require_writing, step
from core.platform.audit.models import AuditEntry
from core.platform.common.clock import now
from core.platform.common.ids import new_id


@step
def record(
    *,
    action: str,
    subject_id: UUID,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Write one entry for the open use case's actor. ``before``/``after`` hold no secrets."""
    actor = require_writing().actor
    AuditEntry(
        id=new_id(),
        actor_id=actor.user_id,
        actor_label=actor.label,
        action=action,
        subject_id=subject_id,
        before=before,
        after=after,
        reason=reason,
        recorded_at=now(),
    ).save(force_insert=True)
