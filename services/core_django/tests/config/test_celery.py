"""The beat schedule as the Celery worker meets it: registered, as the worker role, with effect."""

from core_testing import raw
from core_testing.scheduling import run_schedule
from tests.clients.core_client import CoreClient


class TestBeatSchedule:
    def test_drains_dirty_dashboards_and_removes_expired_records(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        admin_id = admin.me()["user"]["id"]
        for key, age in (("old", "-1 s"), ("young", "1 hour")):
            raw.run_as_owner(
                "insert into idempotency_record (id, user_id, key, fingerprint, expires_at)"
                " values (uuidv7(), %s, %s, 'f', now() + %s::interval)",
                admin_id,
                f"{key}-{student.id}",
                age,
            )
        run_schedule()
        fresh = raw.run_as_owner(
            "select d.version = f.version from dashboard_row d"
            " join freshness f using (learner_id) where learner_id = %s",
            student.id,
        )
        kept = raw.run_as_owner(
            "select key from idempotency_record where key like %s", f"%-{student.id}"
        )
        assert fresh == [(True,)]
        assert kept == [(f"young-{student.id}",)]
