"""What only the profiler's signature opens."""

from core.journey.journey import errors as journey_errors
from core.journey.profiling import errors, selectors
from core.journey.profiling.services.receive_batch import receive_batch, receive_event
from core.journey.profiling.verification import (
    read_signed_batch,
    read_signed_event,
    read_signed_sweep,
)
from core.people.accounts.errors import LearnerErased
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading
from core.platform.common.errors import MalformedJson, TooLarge
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import ANYONE
from core.platform.inbox.errors import EventIdReused
from talent_contracts import batches
from talent_contracts.batches import SyncBatchAnswer
from talent_contracts.events import (
    ProfilingCompletedV2,
    ProfilingSweepV1,
    SweepAnswer,
    SyncAnswer,
)
from talent_contracts.failpoints import failpoint

_OF_THE_WHOLE = (TooLarge, errors.MalformedHeaders, errors.BadSignature, errors.UnknownKid)
"""What any signed request is refused for before it is read."""


class SyncView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Receive a signed event from the profiler (PSP/1)",
        answers={200: SyncAnswer},
        refusals=[
            MalformedJson,
            *_OF_THE_WHOLE,
            errors.LearnerUnknown,
            journey_errors.StaleEpoch,
            LearnerErased,
            EventIdReused,
        ],
        idempotent=False,
        signed_body=ProfilingCompletedV2,
    )
    def post(self, call: Call) -> Reply:
        """Only the profiler's signature opens this; a repeat gets the stored outcome."""
        event, digest = read_signed_event(call.http)
        failpoint("core.sync.verified")
        applied = receive_event(event, digest=digest)
        failpoint("core.sync.committed")
        headers = {"x-psp-replayed": "1"} if applied.replayed else {}
        answer = SyncAnswer(event_id=event.event_id, outcome=applied.outcome)
        return Reply(body=answer, headers=headers)


class SyncBatchView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Receive several signed events from the profiler at once (PSP/1)",
        answers={200: SyncBatchAnswer},
        refusals=[errors.MalformedBatch, *_OF_THE_WHOLE],
        idempotent=False,
        signed_body=ProfilingCompletedV2,
        media_type=batches.CONTENT_TYPE,
    )
    def post(self, call: Call) -> SyncBatchAnswer:
        """Each line is judged as if it had come alone, and answered by itself; a repeat gets the
        stored outcome.
        """
        lines = read_signed_batch(call.http)
        failpoint("core.batch.verified")
        answer = SyncBatchAnswer(answers=receive_batch(lines))
        failpoint("core.batch.committed")
        return answer


class SweepView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Compare results with the profiler (PSP/1)",
        answers={200: SweepAnswer},
        refusals=[MalformedJson, *_OF_THE_WHOLE],
        idempotent=False,
        signed_body=ProfilingSweepV1,
    )
    def post(self, call: Call) -> SweepAnswer:
        """Only the profiler's signature opens this; nothing is changed."""
        sweep = read_signed_sweep(call.http)
        with reading(Actor.profiler()):
            return selectors.find_differences(Actor.profiler(), sweep)
