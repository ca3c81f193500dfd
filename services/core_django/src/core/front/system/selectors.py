"""Dead letters and queues as operators read them."""

from uuid import UUID

from core.front.system.schemas import DeadLetterDetail, DeadLetterOut, HealthOut, QueueOut
from core.platform.access.actors import Actor
from core.platform.common.clock import now
from core.platform.common.errors import NotFound
from core.platform.outbox import selectors as outbox
from core.platform.outbox.models import Delivery
from core.platform.outbox.selectors import QueueState
from talent_contracts.masking import mask_personal_text

PATIENCE_S = 300.0


def describe_letter(letter: Delivery) -> DeadLetterOut:
    """A letter without its event."""
    return DeadLetterOut(
        id=letter.id,
        event_id=letter.event_id,
        type=letter.event.type,
        consumer=letter.consumer,
        learner_id=letter.ordering_key,
        published_at=letter.event.published_at,
        given_up_at=letter.finished_at,
        attempts=letter.attempts,
        reason=letter.last_error,
    )


def get_letter(actor: Actor, letter_id: UUID) -> DeadLetterDetail:
    """A letter with its event, masked. Raises NotFound."""
    letter = outbox.list_dead_letters(actor).filter(id=letter_id).first()
    if letter is None:
        raise NotFound
    described = describe_letter(letter)
    event = mask_personal_text(letter.event.payload)
    return DeadLetterDetail(**described.model_dump(), event=event)


def get_health(actor: Actor) -> HealthOut:
    """The state of every queue."""
    queues = [_describe_queue(queue) for queue in outbox.list_queues(actor)]
    is_troubled = any(queue.dead or (queue.oldest_s or 0) > PATIENCE_S for queue in queues)
    return HealthOut(state="attention" if is_troubled else "ok", queues=queues)


def _describe_queue(queue: QueueState) -> QueueOut:
    oldest_at = queue.oldest_pending_at
    return QueueOut(
        consumer=queue.consumer,
        pending=queue.pending,
        dead=queue.dead,
        oldest_s=max(0.0, (now() - oldest_at).total_seconds()) if oldest_at else None,
    )
