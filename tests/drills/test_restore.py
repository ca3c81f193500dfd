"""One database is put back to an earlier state: a sweep brings back what the other side knows.

A restore is played by taking the newer rows of some learners away, as the superuser: what remains
is what a backup from before their result held. See docs/runbooks/restore-from-backup.md.
"""

from collections.abc import Callable

import pytest

from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until
from tests.drills.conftest import Command

pytestmark = pytest.mark.serial
MakeProfiled = Callable[[], LearnerJourney]
_CORE_ROWS = (
    "delete from outbox_delivery where ordering_key = %s",
    "delete from outbox_event where ordering_key = %s",
    "delete from inbox_row where learner_id = %s",
    "delete from portfolio_item where learner_id = %s",
    """update journey_journey set profiling_complete = false, result_id = null,
    recommended_track = null, track = null, version = 1 where learner_id = %s""",
    "delete from results_result where learner_id = %s",
)
_PROFILER_ROWS = (
    "delete from outbox_event where learner_id = %s",
    "delete from profiling_session where learner_id = %s",
)


def put_core_back(databases: Databases, journey: LearnerJourney) -> None:
    """To before the result, after the ticket."""
    for statement in _CORE_ROWS:
        databases.query("core", statement, journey.student.id)
    assert journey.core.me()["profiling_complete"] is False


def count_results(databases: Databases, journey: LearnerJourney) -> int:
    ((count,),) = databases.query(
        "core", "select count(*) from results_result where learner_id = %s", journey.student.id
    )
    return int(count)


def delivery(databases: Databases, journey: LearnerJourney) -> tuple[str, str | None]:
    ((state, trouble),) = databases.query(
        "profiler",
        "select state, trouble from outbox_event where type = 'profiling.completed'"
        " and session_id = %s",
        journey.session,
    )
    return str(state), trouble


def rest(databases: Databases, journeys: list[LearnerJourney]) -> None:
    """Until what follows from the results has happened too."""
    ids = [journey.student.id for journey in journeys]
    wait_until(
        lambda: databases.query(
            "core",
            "select not exists (select 1 from outbox_delivery where status = 'pending'"
            " and ordering_key = any(%s))",
            ids,
        )[0][0],
        within_s=20,
        what="an empty outbox",
    )


class TestCorePutBack:
    def test_everything_is_applied_again_exactly_once_after_one_sweep(
        self, databases: Databases, make_profiled: MakeProfiled, profiler_command: Command
    ) -> None:
        journeys = [make_profiled() for _ in range(4)]
        lost, kept = journeys[:3], journeys[3]
        rest(databases, journeys)
        results = [journey.core.get("/profiler/result").json() for journey in journeys]
        for journey in lost:
            put_core_back(databases, journey)

        swept = profiler_command("sweep")
        found = [line for line in swept.stdout.splitlines() if line.startswith("missing  ")]
        assert sorted(found) == sorted(f"missing  session {one.session}" for one in lost)
        assert swept.returncode == 1

        for journey in lost:
            journey.wait_for_result()
        rest(databases, journeys)
        for journey, before in zip(journeys, results, strict=True):
            after = journey.core.get("/profiler/result").json()
            assert after["result_sha256"] == before["result_sha256"]
            assert count_results(databases, journey) == 1
            assert len(journey.core.get("/portfolio/items").json()["results"]) == 1
        assert journey_version(databases, kept) == 2
        again = profiler_command("sweep")
        assert (again.returncode, again.stdout.splitlines()[-1]) == (
            0,
            f"{len(journeys)} results, 0 not in order",
        )

    def test_a_person_is_asked_when_the_ticket_is_gone_too(
        self, databases: Databases, make_profiled: MakeProfiled, profiler_command: Command
    ) -> None:
        journey = make_profiled()
        rest(databases, [journey])
        put_core_back(databases, journey)
        databases.query(
            "core", "delete from profiling_ticket where learner_id = %s", journey.student.id
        )
        assert f"missing  session {journey.session}" in profiler_command("sweep").stdout
        wait_until(
            lambda: delivery(databases, journey) == ("dead", "ticket-refused"),
            within_s=10,
            what="the dead letter",
        )
        assert journey.next_step() == "profiling"
        listed = profiler_command("dead-letters", "list").stdout
        assert "profiling.completed  ticket-refused" in listed


class TestProfilerPutBack:
    def test_core_keeps_what_it_has_and_a_person_is_told(
        self,
        admin: CoreClient,
        databases: Databases,
        make_profiled: MakeProfiled,
        profiler_command: Command,
    ) -> None:
        journey = make_profiled()
        rest(databases, [journey])
        before = journey.core.get("/profiler/result").json()
        for statement in _PROFILER_ROWS:
            databases.query("profiler", statement, journey.student.id)

        swept = profiler_command("sweep")
        assert swept.returncode == 1
        assert f"unknown  session {journey.session}" in swept.stdout
        assert '"event": "results_disagree"' in swept.stdout
        assert journey.core.get("/profiler/result").json() == before
        assert journey.next_step() == "foundations"
        accepted = profiler_command("sweep", "--accept", "the profiler was put back")
        assert accepted.returncode == 0
        assert f"accepted: unknown  session {journey.session}" in accepted.stdout
        # The learner can still be profiled anew: nothing here stands in the way of a next epoch.
        admin.reset_profiling(journey.student.id)
        journey.profile_whole()
        assert journey.wait_for_result()["profiling_complete"] is True
        assert profiler_command("sweep").returncode == 0


def journey_version(databases: Databases, journey: LearnerJourney) -> int:
    ((version,),) = databases.query(
        "core", "select version from journey_journey where learner_id = %s", journey.student.id
    )
    return int(version)
