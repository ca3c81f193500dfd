"""Reads of foundations."""

from dataclasses import dataclass
from uuid import UUID

from core.journey.foundations import domain
from core.journey.foundations.catalogue import Catalogue, load_catalogue
from core.journey.foundations.domain import Missing
from core.journey.foundations.models import AssessmentAttempt, Enrolment, ModuleProgress
from core.journey.journey import selectors as journeys
from core.journey.journey.models import Journey
from core.platform.access.actors import Actor


@dataclass(frozen=True, slots=True)
class State:
    """All rows of one learner; ``enrolment`` None before the first step."""

    journey: Journey
    enrolment: Enrolment | None
    progress: dict[str, ModuleProgress]
    attempts: list[AssessmentAttempt]
    catalogue: Catalogue

    @property
    def completed(self) -> frozenset[str]:
        """Ids of completed modules."""
        return frozenset(i for i, row in self.progress.items() if row.completed_at is not None)

    @property
    def has_read_all(self) -> bool:
        """Whether the course's modules are done."""
        return set(self.catalogue.course_ids) <= self.completed

    @property
    def failed_attempts(self) -> int:
        """Submitted attempts that did not pass."""
        return sum(attempt.passed is False for attempt in self.attempts)

    @property
    def open_attempt(self) -> AssessmentAttempt | None:
        """The drawn but not submitted attempt."""
        return next((a for a in self.attempts if a.submitted_at is None), None)

    def list_missing(self) -> list[Missing]:
        """What ``complete`` asks for."""
        enrolment = self.enrolment
        return domain.list_missing(
            course_ids=self.catalogue.course_ids,
            completed=self.completed,
            has_passed=enrolment is not None and enrolment.assessment_passed_at is not None,
            has_reflected=enrolment is not None and enrolment.reflected_at is not None,
            has_confirmed=enrolment is not None and enrolment.confirmed_track is not None,
        )


def get_state(actor: Actor, *, lock: bool = False) -> State:
    """The actor's state; with ``lock`` under the journey's row lock, which orders all writes.

    Raises ProfilingIncomplete before there is a result, NotFound without a journey.
    """
    journey = journeys.get_profiled_journey(actor.id, lock=lock)
    return State(
        journey=journey,
        enrolment=Enrolment.objects.filter(learner_id=actor.id).first(),
        progress=_progress(actor.id),
        attempts=list(AssessmentAttempt.objects.filter(learner_id=actor.id).order_by("number")),
        catalogue=load_catalogue(),
    )


def _progress(learner_id: UUID) -> dict[str, ModuleProgress]:
    rows = ModuleProgress.objects.filter(learner_id=learner_id)
    return {row.module_id: row for row in rows}
