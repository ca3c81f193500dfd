"""What every use case that changes state calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.platform.access.scopes import require_writing, step
from core.platform.audit.models import AuditEntry
from core.platform.common.clock import now
from core.platform.common.ids import new_id


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one subject; ``before`` and ``after`` hold no secrets."""

    subject_id: UUID
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str | None = None


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
    record_many(action, [Change(subject_id, before, after, reason)])


@step
def record_many(action: str, changes: Iterable[Change]) -> None:
    """One entry per change, in one statement."""
    actor, at = require_writing().actor, now()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            id=new_id(),
            actor_id=actor.user_id,
            actor_label=actor.label,
            action=action,
            subject_id=change.subject_id,
            before=change.before,
            after=change.after,
            reason=change.reason,
            recorded_at=at,
        )
        for change in changes
    )
