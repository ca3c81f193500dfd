"""One database is put back to a backup, and the runbook is followed: nothing is lost or doubled.

See docs/runbooks/restore-from-backup.md and docs/runbooks/erase-a-learner.md.
"""

import pytest

from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until
from tests.drills.drill import Drill

pytestmark = pytest.mark.system


class TestCorePutBack:
    def test_everything_is_applied_again_exactly_once_after_one_sweep(self, drill: Drill) -> None:
        kept, *lost = journeys = [drill.make_learner() for _ in range(4)]
        drill.complete(kept)
        backup = drill.back_up("core")
        drill.complete(*lost)
        results = [journey.core.get("/profiler/result").json() for journey in journeys]
        backup.put_back()
        assert [one.core.me()["profiling_complete"] for one in journeys] == [True] + [False] * 3

        swept = drill.sweep()
        found = [line for line in swept.stdout.splitlines() if line.startswith("missing  ")]
        assert sorted(found) == sorted(f"missing  session {one.session}" for one in lost)
        assert swept.returncode == 1

        for journey in lost:
            journey.wait_for_result()
        drill.settle(*lost)
        for journey, before in zip(journeys, results, strict=True):
            after = journey.core.get("/profiler/result").json()
            assert after["result_sha256"] == before["result_sha256"]
            assert drill.count_results(journey) == 1
            assert len(journey.core.get("/portfolio/items").json()["results"]) == 1
        assert drill.read_version(kept) == 2
        again = drill.sweep()
        assert (again.returncode, again.stdout.splitlines()[-1]) == (
            0,
            f"{len(journeys)} results, 0 not in order",
        )

    def test_what_core_cannot_take_back_is_listed_with_its_reason(self, drill: Drill) -> None:
        invited, reset = drill.invite(), drill.make_learner()
        drill.complete(reset)
        backup = drill.back_up("core")
        created = drill.make_learner()
        drill.admin.reset_profiling(reset.student.id)
        for journey in (invited, reset):
            journey.start()
            journey.answer_all()
        drill.complete(created, invited, reset)
        backup.put_back()

        assert drill.sweep().returncode == 1
        drill.wait_for_trouble(created, "not-found")
        drill.wait_for_trouble(invited, "ticket-refused")
        drill.wait_for_trouble(reset, "ticket-refused")
        listed = drill.call("profiler", "dead-letters", "list").stdout
        assert listed.count("profiling.completed  ticket-refused") == 2
        # The profiler still knows of the reset that is gone: it takes one more.
        drill.admin.reset_profiling(reset.student.id)
        for journey in (invited, reset):
            drill.admin.reset_profiling(journey.student.id)
            journey.profile_whole()
            journey.wait_for_result()

    def test_whoever_was_erased_since_starts_nothing_and_is_erased_again(
        self, drill: Drill
    ) -> None:
        profiled, under_way = journeys = drill.make_learner(), drill.make_learner()
        drill.complete(profiled)
        backup = drill.back_up("core")
        ((began,),) = drill.databases.query("profiler", "select now()")
        drill.erase(*(journey.student.id for journey in journeys))
        backup.put_back()

        back = LearnerJourney(drill.admin.anonymous(), drill.profiler, under_way.student)
        drill.forget_ended_sign_ins()
        wait_until(
            lambda: (
                back.profiler.post("/session/start", {"ticket": back.ticket()}).json()["code"]
                == "learner-erased"
            ),
            within_s=10,
            what="the refusal of whoever was erased",
            every_s=1,
        )
        assert profiled.core.get("/profiler/result").status_code == 200
        # The profiler remembers whom.
        remembered = drill.databases.query(
            "profiler", "select learner_id from learner_epoch where erased_at > %s", began
        )
        assert {one for (one,) in remembered} == {journey.student.id for journey in journeys}
        drill.erase(*(one for (one,) in remembered))
        assert drill.count_results(profiled) == 0
        assert drill.sweep().returncode == 0


class TestProfilerPutBack:
    def test_core_keeps_what_it_has_and_a_person_is_told(self, drill: Drill) -> None:
        journey = drill.invite()
        backup = drill.back_up("profiler")
        journey.start()
        journey.answer_all()
        drill.complete(journey)
        before = journey.core.get("/profiler/result").json()
        backup.put_back()

        swept = drill.sweep()
        assert swept.returncode == 1
        assert f"unknown  session {journey.session}" in swept.stdout
        assert '"event": "results_disagree"' in swept.stdout
        assert journey.core.get("/profiler/result").json() == before
        assert journey.next_step() == "foundations"
        accepted = drill.sweep("--accept", "the profiler was put back")
        assert accepted.returncode == 0
        assert f"accepted: unknown  session {journey.session}" in accepted.stdout
        # The learner can still be profiled anew: nothing here stands in the way of a next epoch.
        drill.admin.reset_profiling(journey.student.id)
        journey.profile_whole()
        assert journey.wait_for_result()["profiling_complete"] is True
        assert drill.sweep().returncode == 0

    def test_whoever_was_erased_since_is_erased_again_from_what_core_remembers(
        self, drill: Drill
    ) -> None:
        journeys = drill.make_learner(), drill.make_learner(), drill.invite()
        profiled, _, invited = journeys
        drill.complete(profiled)
        backup = drill.back_up("profiler")
        ((began,),) = drill.databases.query("core", "select now()")
        drill.erase(*(journey.student.id for journey in journeys))
        backup.put_back()
        assert not drill.is_gone(profiled)
        assert not drill.is_gone(invited)

        # A result finds out by itself, with the sweep, and a session that is still reported on with
        # its next report. Whoever nothing is sent about has to be told of.
        assert f"missing  session {profiled.session}" in drill.sweep().stdout
        drill.wait_until_gone(profiled)
        assert not drill.is_gone(invited)
        told = drill.call("core", "erasures", "tell-again", "--since", began.isoformat())
        assert told.stdout == "3 erasures are on their way again\n"
        drill.wait_until_gone(*journeys)
        assert drill.sweep().returncode == 0
