"""Reset with preview and undo: what is taken comes back whole, or not at all."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from core_testing import raw, sync
from core_testing.races import run_at_once
from tests.clients.core_client import CoreClient, Student
from tests.clients.journey import _must

REASON = {"reason": "pressed the wrong button"}
Json = dict[str, Any]


class Profiled:
    """A learner who is done with foundations, and the admin who looks after them."""

    def __init__(self, core: CoreClient, admin: CoreClient) -> None:
        self.student: Student = admin.create_active_student()
        self.id = self.student.id
        self.admin = admin
        self.client = core.log_in(self.student.email, self.student.password)
        self.finish(1)

    def ticket(self) -> str:
        ticket: str = self.client.post("/profiler/tickets").json()["ticket"]
        return ticket

    def finish(self, epoch: int) -> Json:
        event = sync.event_body(self.id, epoch, self.ticket(), schema=2)
        sync.send(self.client, event).raise_for_status()
        return event

    def confirm_and_complete(self) -> None:
        """As the owner: the course itself is not what is tested here."""
        raw.run_as_owner(
            "insert into foundations_enrolment (learner_id, started_at, reflection,"
            " confirmed_track, confirmed_reason, confirmed_at)"
            " values (%s, now(), '', 'grc', 'I like rules', now())",
            self.id,
        )
        raw.run_as_owner(
            "update journey_journey set track = 'grc', foundations_complete = true,"
            " foundations_completed_at = now() where learner_id = %s",
            self.id,
        )

    def reset(self) -> None:
        self.admin.reset_profiling(self.id)

    def undo(self, **given: object) -> Any:
        return self.admin.post(self.path("undo-reset"), REASON | given)

    def path(self, door: str) -> str:
        return f"/admin/students/{self.id}/{door}"

    def facts(self) -> Json:
        me = self.client.me()
        return {name: me[name] for name in ("recommended_track", "track", "next", "epoch")} | {
            "flags": (me["profiling_complete"], me["foundations_complete"])
        }


@pytest.fixture
def profiled(core: CoreClient, admin: CoreClient) -> Profiled:
    return Profiled(core, admin)


def events(learner_id: UUID, kind: str) -> list[Json]:
    rows = raw.run_as_owner(
        "select payload from outbox_event where ordering_key = %s and type = %s order by id",
        learner_id,
        kind,
    )
    return [payload for (payload,) in rows]


class TestPreview:
    def test_names_what_a_reset_takes_and_changes_nothing(self, profiled: Profiled) -> None:
        profiled.confirm_and_complete()
        before = profiled.facts()
        shown = _must(profiled.admin.get(profiled.path("reset-profiling")))
        assert (shown["epoch"], shown["takes_track"], shown["undo_within_hours"]) == (1, "grc", 24)
        assert shown["takes_foundations_completion"]
        assert shown["takes_result_of"]
        assert profiled.facts() == before

    def test_names_the_open_session_when_there_is_no_result(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        told = sync.example_event("profiling-progress.v1") | {"learner_id": str(student.id)}
        sync.send(admin, told).raise_for_status()
        shown = _must(admin.get(f"/admin/students/{student.id}/reset-profiling"))
        assert shown["ends_open_session"]["answered"] == 12
        assert (shown["takes_result_of"], shown["undo_within_hours"]) == (None, None)


class TestUndo:
    def test_brings_everything_back_under_a_new_epoch(self, profiled: Profiled) -> None:
        profiled.confirm_and_complete()
        before = profiled.facts()
        result = profiled.client.get("/profiler/result").json()
        profiled.reset()
        assert profiled.facts()["flags"] == (False, False)
        shown = _must(profiled.admin.get(profiled.path("undo-reset")))
        assert (shown["restores_track"], shown["ends_begun_session"]) == ("grc", False)
        answer = _must(profiled.undo())
        assert answer["epoch"] == 3
        assert profiled.facts() == before | {"epoch": 3}
        assert profiled.client.get("/profiler/result").json() == result | {"epoch": 3}
        confirmed = raw.run_as_owner(
            "select confirmed_track, confirmed_reason, confirmed_at is not null"
            " from foundations_enrolment where learner_id = %s",
            profiled.id,
        )
        assert confirmed == [("grc", "I like rules", True)]

    def test_tells_the_profiler_which_session_counts_again(self, profiled: Profiled) -> None:
        session_id = profiled.client.get("/profiler/result").json()["session_id"]
        profiled.reset()
        profiled.undo()
        (told,) = events(profiled.id, "profiling.restored")
        assert told == {"learner_id": str(profiled.id), "epoch": 3, "session_id": session_id}

    def test_asks_first_when_the_learner_has_begun_again(self, profiled: Profiled) -> None:
        profiled.reset()
        ticket = profiled.ticket()
        shown = _must(profiled.admin.get(profiled.path("undo-reset")))
        assert shown["ends_begun_session"]
        refused = profiled.undo()
        assert (refused.status_code, refused.json()["code"]) == (409, "session-begun")
        assert profiled.facts()["epoch"] == 2
        assert _must(profiled.undo(is_sure=True))["epoch"] == 3
        late = sync.send(profiled.client, sync.event_body(profiled.id, 2, ticket))
        assert (late.status_code, late.json()["code"]) == (409, "stale-epoch")
        assert profiled.facts()["flags"] == (True, False)

    def test_happens_once(self, profiled: Profiled) -> None:
        profiled.reset()
        codes = run_at_once(*[lambda: profiled.undo().status_code] * 4)
        assert sorted(codes) == [200, 409, 409, 409]
        assert profiled.facts()["epoch"] == 3

    def test_may_follow_every_reset(self, profiled: Profiled) -> None:
        for epoch in (3, 5):
            profiled.reset()
            assert _must(profiled.undo())["epoch"] == epoch
        origins = raw.run_as_owner(
            "select epoch, restored_from_id is null from results_result where learner_id = %s"
            " order by epoch",
            profiled.id,
        )
        assert origins == [(1, True), (3, False), (5, False)]

    @pytest.mark.parametrize("case", ["never reset", "a day ago", "a newer result", "no result"])
    def test_is_refused_when_there_is_nothing_to_restore(
        self, profiled: Profiled, case: str
    ) -> None:
        prepare: dict[str, Callable[[], object]] = {
            "never reset": lambda: None,
            "a day ago": lambda: raw.run_as_owner(
                "update journey_reset set reset_at = now() - interval '25 hours'"
                " where learner_id = %s",
                profiled.id,
            ),
            "a newer result": lambda: profiled.finish(2),
            "no result": profiled.reset,
        }
        if case != "never reset":
            profiled.reset()
        prepare[case]()
        before = profiled.facts()
        for answer in (
            profiled.undo(is_sure=True),
            profiled.admin.get(profiled.path("undo-reset")),
        ):
            assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-restore")
        assert profiled.facts() == before

    def test_and_a_late_result_end_in_one_truth_when_they_race(
        self, core: CoreClient, admin: CoreClient
    ) -> None:
        for _ in range(5):
            profiled = Profiled(core, admin)
            profiled.reset()
            event = sync.event_body(profiled.id, 2, profiled.ticket(), schema=2)
            late, undone = run_at_once(
                partial(sync.send, profiled.client, event), partial(profiled.undo, is_sure=True)
            )
            outcome = (late.status_code, undone.status_code, profiled.facts()["epoch"])
            assert outcome in {(200, 409, 2), (409, 200, 3)}
            assert profiled.facts()["flags"] == (True, False)

    def test_is_audited_with_its_reason(self, profiled: Profiled) -> None:
        profiled.reset()
        profiled.undo()
        found = raw.run_as_owner(
            "select reason, before->>'epoch', after->>'epoch' from audit_entry"
            " where subject_id = %s and action = 'journey.reset_undone'",
            profiled.id,
        )
        assert found == [(REASON["reason"], "2", "3")]

    def test_is_for_admins(self, profiled: Profiled) -> None:
        assert profiled.client.get(profiled.path("undo-reset")).status_code == 403
        assert profiled.client.post(profiled.path("undo-reset"), REASON).status_code == 403
        missing = profiled.admin.post(f"/admin/students/{uuid4()}/undo-reset", REASON)
        assert missing.status_code == 404


class TestDatabase:
    def test_refuses_a_restored_result_that_is_not_its_origin(self, profiled: Profiled) -> None:
        with raw.connect("owner") as connection, pytest.raises(psycopg.Error, match="origin"):
            connection.execute(
                "insert into results_result select uuidv7(), 9, session_id, event_id,"
                " recommended_track, bank_version, schema_version, '{}', repeat('0', 64),"
                " occurred_at, received_at, learner_id, id from results_result"
                " where learner_id = %s",
                [profiled.id],
            )

    def test_shows_resets_to_admins_alone(self, profiled: Profiled) -> None:
        profiled.reset()
        with raw.connect("app", as_user=profiled.id) as connection:
            assert connection.execute("select count(*) from journey_reset").fetchone() == (0,)
