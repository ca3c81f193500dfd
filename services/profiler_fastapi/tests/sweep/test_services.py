"""Planted discrepancies of each kind, and the silence when all is in order."""

import asyncio
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from profiler.common.database import Database
from profiler.common.ids import new_id
from profiler.sweep.asking import Core, SweepPostponed
from profiler.sweep.domain import Kind, Report
from profiler.sweep.jobs import run_sweeps
from profiler.sweep.services import Sweep
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import Canned, CoreStandIn, refusal
from services.profiler_fastapi.tests.support.outbox import read, until
from services.profiler_fastapi.tests.support.sweeps import HeldByCore, make_applied, set_state
from talent_contracts.events import SweepRow


class World:
    def __init__(
        self, database: TestDatabase, held: HeldByCore, worker: Database, core: Core
    ) -> None:
        self.database = database
        self.held = held
        self.worker = worker
        self.core = core

    def make(self, many: int) -> list[SweepRow]:
        """Applied here, and held by core."""
        rows = make_applied(self.database, many)
        self.held.add(rows)
        return rows

    async def sweep(self) -> Report:
        return await Sweep(self.worker, self.core).run()

    def findings(self) -> list[tuple[str, int]]:
        with self.database.connect("owner") as owner:
            return owner.execute(
                "select kind, times from sweep_finding order by first_seen_at, kind"
            ).fetchall()


@pytest.fixture
def world(
    database: TestDatabase, held: HeldByCore, worker_database: Database, core_door: Core
) -> World:
    return World(database, held, worker_database, core_door)


def kinds(report: Report) -> list[Kind]:
    return [finding.kind for finding in report.findings]


class TestInOrder:
    async def test_nothing_is_said_when_both_hold_nothing(self, world: World) -> None:
        report = await world.sweep()
        assert (report.is_in_order, report.results, report.requests) == (True, 0, 1)

    async def test_one_request_suffices_when_both_hold_the_same(self, world: World) -> None:
        world.make(600)
        with capture_logs() as lines:
            report = await world.sweep()
        assert (report.is_in_order, report.results, report.requests) == (True, 600, 1)
        assert [line["event"] for line in lines] == ["sweep_done"]

    @pytest.mark.parametrize("is_known", [True, False], ids=["answer-lost", "not-yet-sent"])
    async def test_what_is_in_flight_is_no_alarm(self, world: World, is_known: bool) -> None:
        rows = world.make(3)
        set_state(world.database, rows[1], "pending")
        if not is_known:
            del world.held.rows[rows[1].session_id]
        assert (await world.sweep()).is_in_order
        assert world.findings() == []

    async def test_what_was_applied_while_sweeping_is_no_alarm(
        self, world: World, core: CoreStandIn
    ) -> None:
        world.make(3)

        def answer(request: object) -> Canned:
            if world.held.requests < 2:
                world.make(1)
            return world.held.answer(request)  # type: ignore[arg-type]  # What core receives.

        core.on_sync = answer
        assert (await world.sweep()).is_in_order


class TestMissing:
    async def test_is_sent_again_under_its_id(self, world: World) -> None:
        lost, *_ = world.make(5)
        before = read(world.database, str(lost.session_id))
        del world.held.rows[lost.session_id]
        with capture_logs() as lines:
            report = await world.sweep()
        assert kinds(report) == [Kind.MISSING]
        after = read(world.database, str(lost.session_id))
        assert (after["state"], after["attempts"], after["finished_at"]) == ("pending", 0, None)
        assert (after["event_id"], after["body"]) == (before["event_id"], before["body"])
        assert after["revived_at"] is not None
        assert world.findings() == [("missing", 1)]
        told = next(line for line in lines if line["event"] == "result_sent_again")
        assert (told["log_level"], told["session_id"]) == ("warning", str(lost.session_id))

    async def test_is_an_alarm_when_it_was_sent_again_within_the_hour(self, world: World) -> None:
        lost, *_ = world.make(2)
        del world.held.rows[lost.session_id]
        await world.sweep()
        set_state(world.database, lost, "applied")
        with capture_logs() as lines:
            report = await world.sweep()
        assert kinds(report) == [Kind.MISSING_AGAIN]
        assert read(world.database, str(lost.session_id))["state"] == "applied"
        assert [line["log_level"] for line in lines if "kind" in line] == ["error"]

    async def test_all_are_sent_again_when_core_lost_all(self, world: World) -> None:
        world.make(600)
        world.held.rows.clear()
        report = await world.sweep()
        assert (report.count(Kind.MISSING), report.requests) == (600, 4)
        assert (await world.sweep()).is_in_order

    async def test_waits_when_it_was_applied_after_the_sweep_began(
        self, world: World, core: CoreStandIn
    ) -> None:
        lost, *_ = world.make(2)
        del world.held.rows[lost.session_id]
        with world.database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set finished_at = now() + interval '1 minute'"
                " where session_id = %s",
                [lost.session_id],
            )
        assert (await world.sweep()).is_in_order
        assert read(world.database, str(lost.session_id))["state"] == "applied"


class TestAlarms:
    @pytest.mark.parametrize("place", [0, 999, 1999])
    async def test_one_that_differs_is_found_among_two_thousand(
        self, world: World, place: int
    ) -> None:
        wrong = world.make(2000)[place]
        world.held.add([wrong.model_copy(update={"result_sha256": "0" * 64})])
        with capture_logs() as lines:
            report = await world.sweep()
        assert kinds(report) == [Kind.DIFFERENT]
        assert report.findings[0].session_id == wrong.session_id
        assert world.held.requests == report.requests <= 6
        assert world.held.largest <= 65_536
        told = next(line for line in lines if line["event"] == "results_disagree")
        assert (told["log_level"], told["kind"]) == ("error", "different")
        assert set(told) == {*("event", "log_level", "kind", "session_id", "learner_id", "epoch")}

    @pytest.mark.parametrize("older", [0, 2**100], ids=["newest", "oldest"])
    async def test_one_that_nobody_here_knows(self, world: World, older: int) -> None:
        world.make(3)
        session_id = UUID(int=new_id().int - older)
        stranger = SweepRow(
            session_id=session_id, learner_id=uuid4(), epoch=2, result_sha256="a" * 64
        )
        world.held.add([stranger])
        report = await world.sweep()
        assert kinds(report) == [Kind.UNKNOWN]
        assert (report.findings[0].session_id, report.findings[0].epoch) == (stranger.session_id, 2)

    @pytest.mark.parametrize("state", ["superseded", "erased", "dead", "discarded"])
    async def test_one_that_core_applied_and_we_did_not(self, world: World, state: str) -> None:
        row, *_ = world.make(3)
        set_state(world.database, row, state)
        assert kinds(await world.sweep()) == [Kind.OUTCOME_DIFFERS]

    async def test_one_in_flight_that_core_holds_with_other_bytes(self, world: World) -> None:
        row, *_ = world.make(3)
        set_state(world.database, row, "pending")
        world.held.add([row.model_copy(update={"result_sha256": "0" * 64})])
        assert kinds(await world.sweep()) == [Kind.DIFFERENT]

    async def test_is_repeated_and_counted_while_it_lasts(self, world: World) -> None:
        row, *_ = world.make(3)
        world.held.add([row.model_copy(update={"result_sha256": "0" * 64})])
        for _ in range(3):
            assert not (await world.sweep()).is_in_order
        assert world.findings() == [("different", 3)]

    async def test_all_are_named_when_core_holds_more_than_fit(self, world: World) -> None:
        rows = world.make(3)
        unknown = [
            SweepRow(session_id=new_id(), learner_id=uuid4(), epoch=1, result_sha256="a" * 64)
            for _ in range(250)
        ]
        world.held.add(unknown)
        del world.held.rows[rows[0].session_id]
        report = await world.sweep()
        assert (report.count(Kind.UNKNOWN), report.count(Kind.MISSING)) == (250, 1)
        assert {one.session_id for one in report.findings} == {
            rows[0].session_id,
            *(row.session_id for row in unknown),
        }
        assert len(report.findings) == 251
        assert world.held.largest <= 65_536


class TestAccept:
    async def test_what_an_operator_knows_wakes_nobody_any_more(self, world: World) -> None:
        wrong, lost, other = world.make(3)
        world.held.add([wrong.model_copy(update={"result_sha256": "0" * 64})])
        del world.held.rows[lost.session_id]
        accepting = Sweep(world.worker, world.core, because="put back on Monday")
        report = await accepting.run()
        assert (kinds(report), [one.kind for one in report.accepted]) == (
            [Kind.MISSING],
            [Kind.DIFFERENT],
        )
        world.held.add([lost])
        with capture_logs() as lines:
            assert (await world.sweep()).is_in_order
        assert {line["log_level"] for line in lines} == {"info"}
        world.held.add([other.model_copy(update={"result_sha256": "0" * 64})])
        assert kinds(await world.sweep()) == [Kind.DIFFERENT]


class TestManyRanges:
    async def test_a_request_stays_small_when_results_are_many(self, world: World) -> None:
        lost = world.make(1300)[700]
        del world.held.rows[lost.session_id]
        report = await Sweep(world.worker, world.core, ranges_at_once=2).run()
        assert (kinds(report), report.requests) == ([Kind.MISSING], 4)


class TestPostponed:
    @pytest.mark.parametrize(
        ("away", "why"),
        [
            (lambda _: Canned(503), "core answered 503"),
            (lambda _: Canned(cut=0), "core answered nothing"),
            (lambda _: Canned(200, b"<html>"), "core's answer cannot be read"),
            (lambda _: Canned(302, b"", {"location": "/else"}), "core answered 302"),
            (refusal(401, "bad-signature"), "core answered bad-signature"),
        ],
        ids=["503", "reset", "garbage", "redirect", "refused"],
    )
    async def test_nothing_is_concluded_from_no_answer(
        self, world: World, core: CoreStandIn, away: object, why: str
    ) -> None:
        world.make(3)
        core.on_sync = away  # type: ignore[assignment]  # A behaviour.
        with pytest.raises(SweepPostponed, match=why):
            await world.sweep()
        assert world.findings() == []

    async def test_the_loop_goes_on(self, world: World, core: CoreStandIn) -> None:
        lost, *_ = world.make(3)
        core.on_sync = lambda _: Canned(503)
        stop = asyncio.Event()
        with capture_logs() as lines:
            running = asyncio.create_task(run_sweeps(world.worker, world.core, stop, every_s=0.05))
            await until(lambda: any(line["event"] == "sweep_postponed" for line in lines))
            del world.held.rows[lost.session_id]
            core.on_sync = world.held.answer
            await until(lambda: any(line["event"] == "result_sent_again" for line in lines))
            stop.set()
            await asyncio.wait_for(running, 1)
