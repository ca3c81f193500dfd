"""/admin/students and /admin/retake-requests."""

from uuid import UUID

from core.front.administration import schemas, selectors, services
from core.journey.journey.errors import NothingToRestore
from core.journey.profiling import selectors as profiling
from core.journey.profiling.errors import RetakeDecided, SessionBegun
from core.people.accounts import errors
from core.people.accounts.schemas import LinkOut
from core.platform.access.scopes import reading
from core.platform.common.errors import NotFound
from core.platform.common.pagination import page_links, take_page
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import ADMIN
from core.platform.edge.schemas import EmptyIn
from talent_contracts.failpoints import failpoint

_CHANGE = (NotFound, errors.LearnerErased)
"""What any change of a student is refused for."""


class StudentsView(Endpoint):
    @operation(
        who=ADMIN,
        summary="List students",
        query=schemas.StudentsQuery,
        answers={200: schemas.StudentPage},
    )
    def get(self, call: Call, *, query: schemas.StudentsQuery) -> schemas.StudentPage:
        """Newest first, by search words and status, in pages of up to 100."""
        with reading(call.actor):
            rows = selectors.list_students(call.actor, search=query.search, status=query.status)
            found, after, before = take_page(rows, query)
            students = [selectors.describe(student) for student in found]
        links = page_links(call.http.path, query, after, before)
        return schemas.StudentPage(results=students, **links)

    @operation(
        who=ADMIN,
        summary="Create a student",
        body=schemas.CreateStudentIn,
        answers={201: schemas.CreatedStudentOut},
        refusals=[errors.EmailTaken],
    )
    def post(self, call: Call, *, body: schemas.CreateStudentIn) -> Reply:
        """The student and, this once, the invitation to hand over."""
        return Reply(body=services.create_student(actor=call.actor, given=body), status=201)


class StudentView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Read a student",
        answers={200: schemas.StudentOut},
        refusals=[NotFound],
    )
    def get(self, call: Call, *, student_id: UUID) -> schemas.StudentOut:
        """One student with journey and next step."""
        with reading(call.actor):
            return selectors.get_student(call.actor, student_id)

    @operation(
        who=ADMIN,
        summary="Change a student",
        body=schemas.ChangeStudentIn,
        answers={200: schemas.StudentOut},
        refusals=[*_CHANGE, errors.EmailTaken],
    )
    def patch(
        self, call: Call, *, student_id: UUID, body: schemas.ChangeStudentIn
    ) -> schemas.StudentOut:
        """Names, e-mail, grade, goal, time zone; what is left out stays."""
        return services.change_student(actor=call.actor, student_id=student_id, given=body)


class ActivateStudentView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Activate a student",
        body=EmptyIn,
        answers={200: schemas.StudentOut},
        refusals=[*_CHANGE, errors.WrongState],
    )
    def post(self, call: Call, *, student_id: UUID, body: EmptyIn) -> schemas.StudentOut:
        """Let a deactivated student log in again."""
        return services.activate_student(actor=call.actor, student_id=student_id)


class DeactivateStudentView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Deactivate a student",
        body=schemas.ReasonIn,
        answers={200: schemas.StudentOut},
        refusals=_CHANGE,
    )
    def post(self, call: Call, *, student_id: UUID, body: schemas.ReasonIn) -> schemas.StudentOut:
        """End every login of the student and refuse new ones; nothing is deleted."""
        return services.deactivate_student(
            actor=call.actor, student_id=student_id, reason=body.reason
        )


class InvitationView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Renew an invitation",
        body=EmptyIn,
        answers={201: LinkOut},
        refusals=[*_CHANGE, errors.WrongState],
    )
    def post(self, call: Call, *, student_id: UUID, body: EmptyIn) -> Reply:
        """A fresh invitation of 72 hours; the older one ends."""
        link = services.resend_invitation(actor=call.actor, student_id=student_id)
        return Reply(body=link, status=201)


class ResetProfilingView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Preview a reset",
        answers={200: schemas.ResetPreviewOut},
        refusals=_CHANGE,
    )
    def get(self, call: Call, *, student_id: UUID) -> schemas.ResetPreviewOut:
        """What a reset would take from the student now."""
        with reading(call.actor):
            return selectors.preview_reset(call.actor, student_id)

    @operation(
        who=ADMIN,
        summary="Reset a student's profiling",
        body=schemas.ReasonIn,
        answers={200: schemas.ResetOut},
        refusals=_CHANGE,
    )
    def post(self, call: Call, *, student_id: UUID, body: schemas.ReasonIn) -> schemas.ResetOut:
        """Start a new epoch: flag, result and tracks are cleared, late results are refused."""
        done = services.reset_profiling(actor=call.actor, student_id=student_id, reason=body.reason)
        failpoint("core.reset.committed")
        return done


class UndoResetView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Preview the undoing of a reset",
        answers={200: schemas.UndoPreviewOut},
        refusals=[*_CHANGE, NothingToRestore],
    )
    def get(self, call: Call, *, student_id: UUID) -> schemas.UndoPreviewOut:
        """What would come back, until when, and which session would end."""
        with reading(call.actor):
            return selectors.preview_undo(call.actor, student_id)

    @operation(
        who=ADMIN,
        summary="Undo a reset",
        body=schemas.UndoResetIn,
        answers={200: schemas.ResetOut},
        refusals=[*_CHANGE, NothingToRestore, SessionBegun],
    )
    def post(self, call: Call, *, student_id: UUID, body: schemas.UndoResetIn) -> schemas.ResetOut:
        """Within 24 hours: the former result under a new epoch, tracks and completion as before."""
        done = services.undo_reset(
            actor=call.actor, student_id=student_id, reason=body.reason, is_sure=body.is_sure
        )
        failpoint("core.undo.committed")
        return done


class RetakeReviewsView(Endpoint):
    @operation(
        who=ADMIN,
        summary="List retake requests",
        query=schemas.RetakesQuery,
        answers={200: schemas.RetakeReviewPage},
    )
    def get(self, call: Call, *, query: schemas.RetakesQuery) -> schemas.RetakeReviewPage:
        """Newest first, with who asks and why."""
        with reading(call.actor):
            rows = profiling.list_retakes(call.actor, state=query.state)
            found, after, before = take_page(rows, query)
        links = page_links(call.http.path, query, after, before)
        requests = [selectors.describe_retake(request) for request in found]
        return schemas.RetakeReviewPage(results=requests, **links)


class ApproveRetakeView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Approve a retake",
        body=schemas.ApproveRetakeIn,
        answers={200: schemas.RetakeReviewOut},
        refusals=[*_CHANGE, RetakeDecided],
    )
    def post(
        self, call: Call, *, request_id: UUID, body: schemas.ApproveRetakeIn
    ) -> schemas.RetakeReviewOut:
        """Resets the learner's profiling in the same transaction."""
        return services.approve_retake(actor=call.actor, request_id=request_id, answer=body.answer)


class DeclineRetakeView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Decline a retake",
        body=schemas.DeclineRetakeIn,
        answers={200: schemas.RetakeReviewOut},
        refusals=[*_CHANGE, RetakeDecided],
    )
    def post(
        self, call: Call, *, request_id: UUID, body: schemas.DeclineRetakeIn
    ) -> schemas.RetakeReviewOut:
        """The result stays; the learner reads the answer and may ask again after seven days."""
        return services.decline_retake(actor=call.actor, request_id=request_id, answer=body.answer)
