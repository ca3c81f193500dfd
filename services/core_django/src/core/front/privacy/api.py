"""/admin/students/{id}/erasure."""

from uuid import UUID

from core.front.administration.schemas import ReasonIn
from core.front.privacy import selectors, services
from core.front.privacy.schemas import ErasureOut
from core.people.accounts.errors import WrongState
from core.platform.access.scopes import reading
from core.platform.common.errors import NotFound
from core.platform.edge.operation import Call, Endpoint, operation
from core.platform.edge.principals import ADMIN
from talent_contracts.failpoints import failpoint


class ErasureView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Preview or follow an erasure",
        answers={200: ErasureOut},
        refusals=[NotFound],
    )
    def get(self, call: Call, *, student_id: UUID) -> ErasureOut:
        """What erasing the student would take, or how far it is in both services."""
        with reading(call.actor):
            return selectors.get_erasure(call.actor, student_id)

    @operation(
        who=ADMIN,
        summary="Erase a student for good",
        body=ReasonIn,
        answers={200: ErasureOut},
        refusals=[NotFound, WrongState],
    )
    def post(self, call: Call, *, student_id: UUID, body: ReasonIn) -> ErasureOut:
        """Nothing of a deactivated student stays but the id. This cannot be undone."""
        done = services.erase_student(actor=call.actor, student_id=student_id, reason=body.reason)
        failpoint("core.erasure.committed")
        return done
