"""What other rooms' use cases do with retakes."""

from uuid import UUID

from core.journey.profiling import selectors
from core.journey.profiling.models import RetakeRequest
from core.platform.access.scopes import require_writing, step
from core.platform.audit import steps as audit
from core.platform.common.clock import now


@step
def lock_retake(request_id: UUID) -> RetakeRequest:
    """The request an admin decides, locked. Raises NotFound."""
    retakes = selectors.list_retakes(require_writing().actor, state=None)
    return selectors.get_retake(retakes.select_for_update(of=("self",)), request_id)


@step
def close_retake(
    request: RetakeRequest,
    state: RetakeRequest.State,
    *,
    answer: str | None = None,
    granted_epoch: int | None = None,
) -> None:
    """Write the end of a pending request, and who brought it about."""
    request.state = state
    request.decided_at = now()
    request.decided_by_id = require_writing().actor.user_id
    request.answer = answer
    request.granted_epoch = granted_epoch
    request.save(update_fields=["state", "decided_at", "decided_by_id", "answer", "granted_epoch"])
    audit.record(action=f"retake.{state.value}", subject_id=request.learner_id, reason=answer)


@step
def lapse_retake(learner_id: UUID) -> None:
    """A reset came first: what was asked for has happened."""
    pending = RetakeRequest.objects.select_for_update().filter(
        learner_id=learner_id, state=RetakeRequest.State.PENDING
    )
    for request in pending:
        close_retake(request, RetakeRequest.State.LAPSED)
