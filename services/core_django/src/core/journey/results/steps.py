"""Storing a result."""

from collections.abc import Iterable

from django.db import connections

from core.journey.results.models import Result
from core.platform.access.scopes import require_writing, step
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from talent_contracts.events import AnyProfilingCompleted

_COLUMNS = {
    "id": "uuid",
    "learner_id": "uuid",
    "epoch": "int",
    "session_id": "uuid",
    "event_id": "text",
    "recommended_track": "text",
    "bank_version": "text",
    "schema_version": "smallint",
    "body": "text",
    "result_sha256": "text",
    "occurred_at": "timestamptz",
    "received_at": "timestamptz",
}
# Arrays travel in binary: as text, each quote of a body would have to be escaped.
_STORE = "insert into results_result ({names}) select * from unnest({arrays})".format(  # noqa: S608 - constants.
    names=", ".join(_COLUMNS),
    arrays=", ".join(f"%({name})b::{kind}[]" for name, kind in _COLUMNS.items()),
)


@step
def store(told: Iterable[tuple[AnyProfilingCompleted, bytes]]) -> list[Result]:
    """Insert the result of each event in one statement; its canonical bytes never change again."""
    at = now()
    made = [
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
    ]
    with connections[require_writing().alias].cursor() as cursor:
        columns = ((name, [getattr(one, name) for one in made]) for name in _COLUMNS)
        cursor.execute(_STORE, dict(columns))
    return made


@step
def restore(origin: Result, *, epoch: int) -> Result:
    """The same result again under a later epoch: same bytes, session and times."""
    result = Result.objects.get(id=origin.id)
    result.id, result.epoch, result.restored_from = new_id(), epoch, origin
    result.save(force_insert=True)
    return result
