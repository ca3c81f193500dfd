"""What the profiler tells beside results: progress and item statistics."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from core.platform.common.ids import new_id
from core_testing import raw, sync
from core_testing.queries import count_queries
from tests.clients.core_client import CoreClient, Student

STATISTICS = "/admin/profiling/statistics"


@pytest.fixture
def student(admin: CoreClient) -> Student:
    return admin.create_active_student()


def progress(learner_id: UUID, answered: int, *, epoch: int = 1, after_s: int = 0) -> Any:
    return sync.example_event("profiling-progress.v1") | {
        "learner_id": str(learner_id),
        "epoch": epoch,
        "answered": answered,
        "occurred_at": (datetime.now(UTC) + timedelta(seconds=after_s)).isoformat(),
    }


def read(admin: CoreClient, student: Student) -> Any:
    return admin.get(f"/admin/students/{student.id}").json()["profiling_progress"]


class TestProgress:
    def test_is_shown_to_admins(self, admin: CoreClient, student: Student) -> None:
        assert read(admin, student) is None
        answer = sync.send(admin, progress(student.id, 12))
        assert answer.json()["outcome"] == "applied"
        shown = read(admin, student)
        assert (shown["answered"], shown["total"], shown["module"]) == (12, 51, "cyber_aptitude")

    def test_the_newest_wins_in_whatever_order(self, admin: CoreClient, student: Student) -> None:
        late, early = progress(student.id, 30, after_s=60), progress(student.id, 20)
        assert sync.send(admin, late).status_code == 200
        assert sync.send(admin, early).status_code == 200
        assert read(admin, student)["answered"] == 30

    def test_is_noted_once(self, admin: CoreClient, student: Student) -> None:
        event = progress(student.id, 12)
        first, second = sync.send(admin, event), sync.send(admin, event)
        assert first.json() == second.json()
        assert second.headers["x-psp-replayed"] == "1"

    def test_of_an_older_epoch_is_stale(self, admin: CoreClient, student: Student) -> None:
        sync.send(admin, progress(student.id, 12))
        admin.reset_profiling(student.id)
        assert read(admin, student) is None
        late = sync.send(admin, progress(student.id, 13))
        assert (late.status_code, late.json()["code"]) == (409, "stale-epoch")
        assert read(admin, student) is None

    def test_of_a_later_epoch_waits(self, admin: CoreClient, student: Student) -> None:
        answer = sync.send(admin, progress(student.id, 1, epoch=2))
        assert (answer.status_code, answer.json()["code"]) == (409, "epoch-ahead")

    def test_of_nobody_is_unknown(self, admin: CoreClient) -> None:
        answer = sync.send(admin, progress(new_id(), 1))
        assert (answer.status_code, answer.json()["code"]) == (404, "learner-unknown")

    def test_is_not_shown_beside_a_result(
        self, core: CoreClient, admin: CoreClient, student: Student
    ) -> None:
        sync.send(admin, progress(student.id, 50))
        learner = core.log_in(student.email, student.password)
        ticket = learner.post("/profiler/tickets").json()["ticket"]
        sync.send(core, sync.event_body(student.id, 1, ticket)).raise_for_status()
        assert sync.send(admin, progress(student.id, 51, after_s=5)).status_code == 200
        assert read(admin, student) is None

    def test_needs_the_profilers_signature(self, admin: CoreClient, student: Student) -> None:
        answer = sync.send(
            admin, progress(student.id, 12), headers={"webhook-signature": "v1a," + "A" * 86 + "=="}
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")
        assert read(admin, student) is None


def statistics(mark: str, *, started: int, after_s: int = 0) -> Any:
    """The frozen example for a bank of one's own."""
    event = sync.example_event("profiling-statistics.v1")
    event["bank"]["hashes"]["text"] = mark
    event["statistics"]["started"] = started
    event["occurred_at"] = (datetime.now(UTC) + timedelta(seconds=after_s)).isoformat()
    return event


@pytest.fixture
def mark() -> str:
    return new_id().hex * 2


def list_of(admin: CoreClient, mark: str) -> list[Any]:
    found = admin.get(STATISTICS).json()["results"]
    return [one for one in found if one["bank"]["hashes"]["text"] == mark]


class TestStatistics:
    def test_are_read_as_the_profiler_sent_them(self, admin: CoreClient, mark: str) -> None:
        event = statistics(mark, started=1240)
        assert sync.send(admin, event).json()["outcome"] == "applied"
        (found,) = list_of(admin, mark)
        assert found["statistics"] == event["statistics"]
        assert found["bank"] == event["bank"]

    def test_the_newest_wins_in_whatever_order(self, admin: CoreClient, mark: str) -> None:
        late, early = statistics(mark, started=3, after_s=60), statistics(mark, started=2)
        outcomes = [sync.send(admin, event).json()["outcome"] for event in (late, early)]
        assert outcomes == ["applied", "superseded"]
        (found,) = list_of(admin, mark)
        assert found["statistics"]["started"] == 3

    def test_replace_those_of_the_day_before(self, admin: CoreClient, mark: str) -> None:
        for day, started in enumerate((5, 9)):
            sync.send(admin, statistics(mark, started=started, after_s=86_400 * day))
        (found,) = list_of(admin, mark)
        assert found["statistics"]["started"] == 9

    def test_are_noted_once(self, admin: CoreClient, mark: str) -> None:
        event = statistics(mark, started=2)
        first, second = sync.send(admin, event), sync.send(admin, event)
        assert first.json() == second.json()
        assert second.headers["x-psp-replayed"] == "1"
        changed = sync.send(admin, event | {"occurred_at": datetime.now(UTC).isoformat()})
        assert (changed.status_code, changed.json()["code"]) == (422, "event-id-reused")

    def test_cost_the_same_for_one_bank_and_for_many(self, admin: CoreClient, mark: str) -> None:
        sync.send(admin, statistics(mark, started=1))
        with count_queries() as few:
            admin.get(STATISTICS)
        for _ in range(3):
            sync.send(admin, statistics(new_id().hex * 2, started=1))
        with count_queries() as many:
            admin.get(STATISTICS)
        assert len(many) == len(few)

    def test_are_for_admins(self, core: CoreClient, learner: CoreClient) -> None:
        assert core.get(STATISTICS).status_code == 401
        assert learner.get(STATISTICS).status_code == 403

    def test_are_hidden_from_everybody_else_by_the_database(
        self, admin: CoreClient, student: Student, mark: str
    ) -> None:
        sync.send(admin, statistics(mark, started=1))
        for context in (None, student.id):
            with raw.connect("app", as_user=context) as connection:
                row = connection.execute("select count(*) from profiling_bank_report").fetchone()
                assert row == (0,)


class TestUnknown:
    @pytest.mark.parametrize(
        "change",
        [{"type": "profiling.surprise"}, {"type": None}, {"schema": 9}, {"schema": True}],
        ids=str,
    )
    def test_types_and_schemas_are_refused_by_name(
        self, admin: CoreClient, student: Student, change: dict[str, object]
    ) -> None:
        answer = sync.send(admin, progress(student.id, 1) | change)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-schema")
