"""Storing a result."""

from collections.abc import Iterable

from core.journey.results.models import Result
from core.platform.access.scopes import step
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from talent_contracts.events import AnyProfilingCompleted


@step
def store(told: Iterable[tuple[AnyProfilingCompleted, bytes]]) -> list[Result]:
    """Insert the result of each event; its canonical bytes never change again."""
    at = now()
    return Result.objects.bulk_create(
        Result(
            id=new_id(),
            learner_id=event.learner_id,
            epoch=event.epoch,
            session_id=event.session_id,
            event_id=event.event_id,
            recommended_track=event.result.track.primary,
            bank_version=event.bank.version,
            schema_version=event.result.schema_version,
            body=body.decode(),
            result_sha256=event.result_sha256,
            occurred_at=event.occurred_at,
            received_at=at,
        )
        for event, body in told
    )


@step
def restore(origin: Result, *, epoch: int) -> Result:
    """The same result again under a later epoch: same bytes, session and times."""
    result = Result.objects.get(id=origin.id)
    result.id, result.epoch, result.restored_from = new_id(), epoch, origin
    result.save(force_insert=True)
    return result
