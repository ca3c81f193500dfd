"""What the database refuses, proven by raw SQL as the owner: nothing above it is involved."""

from uuid import UUID

import psycopg
import pytest

from core.platform.common.ids import new_id
from core_testing import raw, sync
from tests.clients.core_client import CoreClient


@pytest.fixture
def profiled(core: CoreClient, admin: CoreClient) -> UUID:
    student = admin.create_active_student()
    learner = core.log_in(student.email, student.password)
    ticket = learner.post("/profiler/tickets").json()["ticket"]
    assert sync.send(core, sync.event_body(student.id, 1, ticket)).status_code == 200
    return student.id


@pytest.fixture
def new(admin: CoreClient) -> UUID:
    return admin.create_active_student().id


def refuse(constraint: str, statement: str, *parameters: object) -> None:
    with pytest.raises(psycopg.errors.IntegrityError) as refusal:
        raw.run_as_owner(statement, *parameters)
    assert refusal.value.diag.constraint_name == constraint


class TestJourneyConstraints:
    def test_refuse_a_flag_without_a_result(self, new: UUID) -> None:
        refuse(
            "journey_flag_has_result",
            "update journey_journey set profiling_complete = true where learner_id = %s",
            new,
        )

    def test_refuse_a_result_without_the_flag(self, profiled: UUID) -> None:
        refuse(
            "journey_flag_has_result",
            "update journey_journey set profiling_complete = false where learner_id = %s",
            profiled,
        )

    def test_refuse_a_result_without_its_track(self, profiled: UUID) -> None:
        refuse(
            "journey_result_has_track",
            "update journey_journey set recommended_track = null where learner_id = %s",
            profiled,
        )

    def test_refuse_a_track_without_a_result(self, new: UUID) -> None:
        refuse(
            "journey_track_has_result",
            "update journey_journey set track = 'grc' where learner_id = %s",
            new,
        )

    def test_refuse_an_unknown_track(self, profiled: UUID) -> None:
        refuse(
            "journey_track_known",
            "update journey_journey set track = 'astronaut' where learner_id = %s",
            profiled,
        )

    def test_refuse_complete_foundations_without_a_track(self, profiled: UUID) -> None:
        refuse(
            "journey_foundations_need_track",
            "update journey_journey set track = null, foundations_complete = true,"
            " foundations_completed_at = now() where learner_id = %s",
            profiled,
        )

    def test_refuse_complete_foundations_without_their_time(self, profiled: UUID) -> None:
        refuse(
            "journey_foundations_have_time",
            "update journey_journey set foundations_complete = true where learner_id = %s",
            profiled,
        )

    def test_refuse_the_track_of_another_result(self, profiled: UUID) -> None:
        refuse(
            "journey_result_of_epoch",
            "update journey_journey set recommended_track ="
            " case recommended_track when 'grc' then 'defender' else 'grc' end"
            " where learner_id = %s",
            profiled,
        )

    def test_refuse_the_result_of_an_older_epoch(self, profiled: UUID) -> None:
        refuse(
            "journey_result_of_epoch",
            "update journey_journey set epoch = epoch + 1 where learner_id = %s",
            profiled,
        )

    def test_refuse_the_result_of_another_learner(self, profiled: UUID, new: UUID) -> None:
        refuse(
            "journey_result_of_epoch",
            "update journey_journey j set profiling_complete = true, result_id = r.id,"
            " recommended_track = r.recommended_track from results_result r"
            " where j.learner_id = %s and r.learner_id = %s",
            new,
            profiled,
        )

    def test_refuse_a_late_result_after_a_reset(self, profiled: UUID, admin: CoreClient) -> None:
        admin.reset_profiling(profiled)
        refuse(
            "journey_result_of_epoch",
            "update journey_journey j set profiling_complete = true, result_id = r.id,"
            " recommended_track = r.recommended_track from results_result r"
            " where j.learner_id = r.learner_id and j.learner_id = %s",
            profiled,
        )

    def test_refuse_a_falling_epoch(self, new: UUID, admin: CoreClient) -> None:
        admin.reset_profiling(new)
        refuse(
            "journey_epoch_never_falls",
            "update journey_journey set epoch = epoch - 1 where learner_id = %s",
            new,
        )

    def test_refuse_to_lose_a_learner_with_a_result(self, profiled: UUID) -> None:
        with pytest.raises(psycopg.errors.IntegrityError):
            raw.run_as_owner("delete from accounts_user where id = %s", profiled)

    def test_refuse_to_lose_the_result_of_a_journey(self, profiled: UUID) -> None:
        refuse(
            "journey_result_of_epoch",
            "delete from results_result where learner_id = %s",
            profiled,
        )


class TestResultConstraints:
    def test_refuse_a_change(self, profiled: UUID) -> None:
        refuse(
            "results_result_immutable",
            "update results_result set body = '{}' where learner_id = %s",
            profiled,
        )

    def test_refuse_a_second_result_of_one_epoch(self, profiled: UUID) -> None:
        refuse(
            "results_result_epoch",
            "insert into results_result (id, learner_id, epoch, session_id, event_id,"
            " recommended_track, bank_version, schema_version, body, result_sha256,"
            " occurred_at, received_at) select %s, learner_id, epoch, session_id, event_id,"
            " recommended_track, bank_version, schema_version, body, result_sha256,"
            " occurred_at, received_at from results_result where learner_id = %s",
            new_id(),
            profiled,
        )


CATALOG = {
    "journey_flag_has_result", "journey_result_has_track", "journey_track_has_result",
    "journey_foundations_need_track", "journey_foundations_have_time", "journey_track_known",
    "journey_epoch_positive", "journey_result_of_epoch",
}  # fmt: skip


class TestCatalog:
    def test_keeps_every_constraint_validated_and_immediate(self) -> None:
        found = raw.run_as_owner(
            "select conname from pg_constraint where conrelid = 'journey_journey'::regclass"
            " and convalidated and not condeferrable"
        )
        assert {name for (name,) in found} >= CATALOG

    def test_keeps_the_triggers_enabled(self) -> None:
        found = raw.run_as_owner(
            "select tgname from pg_trigger where not tgisinternal and tgenabled = 'O'"
        )
        names = {name for (name,) in found}
        assert names >= {"journey_epoch_never_falls", "results_result_immutable"}
