"""Students with a row in every table that knows students, to be erased."""

from dataclasses import dataclass
from uuid import UUID

from core_testing import raw, sync
from core_testing.relaying import drain_outbox
from tests.clients.core_client import CoreClient, Student

CANARY = "Canary"
"""Stands in everything personal that is written about the student."""
_ROWS = (
    (
        "insert into foundations_enrolment (learner_id, started_at, reflection, confirmed_reason)"
        " values (%s, now(), 'Canary reflects', 'Canary likes rules')"
    ),
    (
        "insert into foundations_assessment_attempt (id, learner_id, number, question_ids,"
        " started_at) values (uuidv7(), %s, 1, '[\"Canary\"]', now())"
    ),
    (
        "insert into foundations_module_progress (id, learner_id, module_id, active_s, position,"
        " checks_passed, started_at, last_beat_at)"
        " values (uuidv7(), %s, 'Canary', 1, 0, '[]', now(), now())"
    ),
    "update portfolio_item set text = 'Canary writes' where learner_id = %s",
    (
        "insert into profiling_retake_request (id, learner_id, epoch, reason, state, requested_at)"
        " values (uuidv7(), %s, 2, 'Canary guessed', 'pending', now())"
    ),
)


@dataclass
class Present:
    """The student, the admin who looks after them, and the events the profiler sent so far."""

    student: Student
    admin: CoreClient
    client: CoreClient
    events: list[dict[str, object]]

    @property
    def id(self) -> UUID:
        return self.student.id

    def path(self, door: str) -> str:
        return f"/admin/students/{self.id}/{door}"

    def deactivate(self) -> None:
        answer = self.admin.post(self.path("deactivate"), {"reason": "Canary leaves"})
        answer.raise_for_status()

    def erase(self) -> None:
        self.admin.erase(self.id)


def make_event(client: CoreClient, student_id: UUID, epoch: int) -> dict[str, object]:
    ticket = client.post("/profiler/tickets", headers={"Idempotency-Key": f"c-{epoch}"})
    return sync.event_body(student_id, epoch, ticket.json()["ticket"], schema=2)


def make_present(core: CoreClient, admin: CoreClient) -> Present:
    """Profiled, reset and profiled again; everything personal holds the canary."""
    student = admin.create_active_student(
        first_name=CANARY, last_name=CANARY, goal=f"{CANARY} wants this", grade=CANARY
    )
    client = core.log_in(student.email, student.password)
    events = [make_event(client, student.id, 1)]
    sync.send(core, events[0]).raise_for_status()
    admin.reset_profiling(student.id, reason=f"{CANARY} asked")
    events.append(make_event(client, student.id, 2))
    progress = sync.example_event("profiling-progress.v1") | {"learner_id": str(student.id)}
    sync.send(core, progress | {"epoch": 2}).raise_for_status()
    sync.send(core, events[1]).raise_for_status()
    drain_outbox()
    for statement in _ROWS:
        raw.run_as_owner(statement, student.id)
    client.get("/student/dashboard").raise_for_status()
    return Present(student, admin, client, events)
