"""/foundations."""

from core.journey.foundations import errors, schemas, selectors, views
from core.journey.foundations.catalogue import load_catalogue
from core.journey.foundations.errors import ModuleUnknown
from core.journey.foundations.services import assessing, deciding, learning
from core.journey.journey.errors import ProfilingIncomplete
from core.people.accounts.errors import LearnerErased
from core.platform.access.scopes import reading
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import STUDENT
from core.platform.edge.schemas import EmptyIn

_CHANGE = (ProfilingIncomplete, LearnerErased)
"""What any work in the course is refused for."""


class FoundationsStatusView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Where foundations stand",
        answers={200: schemas.StatusOut},
        refusals=[ProfilingIncomplete],
    )
    def get(self, call: Call) -> schemas.StatusOut:
        """Modules, progress, assessment, reflection, track, and what is missing."""
        with reading(call.actor):
            return views.show_status(selectors.get_state(call.actor))


class FoundationsModuleView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Read a module",
        answers={200: schemas.ModuleTextOut},
        refusals=[ProfilingIncomplete, ModuleUnknown],
    )
    def get(self, call: Call, *, module_id: str) -> schemas.ModuleTextOut:
        """The module's text as safe HTML, with its checks."""
        with reading(call.actor):
            state = selectors.get_state(call.actor)
        module = state.catalogue.modules.get(module_id)
        if module is None:
            raise ModuleUnknown
        return views.show_text(state, module)


class FoundationsProgressView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Send a heartbeat",
        body=schemas.ProgressIn,
        answers={200: schemas.ProgressOut},
        refusals=[*_CHANGE, ModuleUnknown],
    )
    def post(self, call: Call, *, module_id: str, body: schemas.ProgressIn) -> schemas.ProgressOut:
        """Credit active time up to what has passed since the last heartbeat."""
        learning.record_progress(
            actor=call.actor,
            module_id=module_id,
            position=body.position,
            active_s=body.active_s,
            answers=body.answers,
        )
        with reading(call.actor):
            state = selectors.get_state(call.actor)
        return views.show_progress(state, state.catalogue.modules[module_id])


class AssessmentView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Where the assessment stands",
        answers={200: schemas.AssessmentOut},
        refusals=[ProfilingIncomplete],
    )
    def get(self, call: Call) -> schemas.AssessmentOut:
        """Attempts left, the open or latest attempt, and when a locked one opens again."""
        with reading(call.actor):
            return views.show_assessment(selectors.get_state(call.actor))

    @operation(
        who=STUDENT,
        summary="Submit an attempt",
        body=schemas.SubmitIn,
        answers={200: schemas.AssessmentOut},
        refusals=[*_CHANGE, errors.AttemptUnknown],
    )
    def post(self, call: Call, *, body: schemas.SubmitIn) -> schemas.AssessmentOut:
        """Grade the ten answers; 70 % pass."""
        assessing.submit_attempt(actor=call.actor, attempt_id=body.attempt_id, answers=body.answers)
        with reading(call.actor):
            return views.show_assessment(selectors.get_state(call.actor))


class AttemptsView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Start an attempt",
        body=EmptyIn,
        answers={201: schemas.AttemptOut},
        refusals=[*_CHANGE, errors.ModulesOpen],
    )
    def post(self, call: Call, *, body: EmptyIn) -> Reply:
        """Ten drawn questions; an attempt that is open already comes back unchanged."""
        attempt = assessing.start_attempt(actor=call.actor)
        shown = views.show_attempt(attempt, load_catalogue())
        return Reply(body=shown, status=201)


class ReflectionView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Write the reflection",
        body=schemas.ReflectionIn,
        answers={200: schemas.ReflectionOut},
        refusals=_CHANGE,
    )
    def post(self, call: Call, *, body: schemas.ReflectionIn) -> schemas.ReflectionOut:
        """Store or replace the own words; a mentor sees them only with consent."""
        enrolment = assessing.write_reflection(actor=call.actor, text=body.text)
        return schemas.ReflectionOut(text=enrolment.reflection, written_at=enrolment.reflected_at)


class ConfirmTrackView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Confirm the track",
        body=schemas.ConfirmTrackIn,
        answers={200: schemas.TrackOut},
        refusals=[*_CHANGE, errors.AssessmentNotPassed],
    )
    def post(self, call: Call, *, body: schemas.ConfirmTrackIn) -> schemas.TrackOut:
        """The recommended track, or another one with a reason; both are kept."""
        state = deciding.confirm_track(actor=call.actor, track=body.track, reason=body.reason)
        return views.show_track(state)


class CompleteFoundationsView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Begin your track",
        body=EmptyIn,
        answers={200: schemas.StatusOut},
        refusals=[*_CHANGE, errors.FoundationsIncomplete],
    )
    def post(self, call: Call, *, body: EmptyIn) -> schemas.StatusOut:
        """Open the dashboard, or 409 with everything that is missing."""
        return views.show_status(deciding.complete(actor=call.actor))
