"""Answers gathered offline over HTTP: stored whole or not at all, harmless when repeated."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.sessions.test_api import rest
from services.profiler_fastapi.tests.support.answers import BANK, answer_sheet
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.world import SetClock

MakeLearner = Callable[[], Learner]


def item(question: object = "identity_1", option: str = "A", **more: Any) -> dict[str, Any]:
    return {"question_id": question, "selected_option": option, **more}


def instant(seconds: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


async def send(learner: Learner, session_id: str, *items: dict[str, Any]) -> httpx.Response:
    return await learner.client.post(f"/session/{session_id}/respond", {"answers": list(items)})


def outcomes(response: httpx.Response) -> list[tuple[str, str, int, str]]:
    return [tuple(found.values()) for found in response.json()["answers"]]


def codes(response: httpx.Response) -> list[tuple[str, str]]:
    return [(fault["pointer"], fault["code"]) for fault in response.json()["errors"]]


def read_rows(database: TestDatabase, session_id: str) -> list[tuple[Any, ...]]:
    with database.connect("owner") as owner:
        return owner.execute(
            "select question_id, selected_option, answer_version, response_time_ms, answered_at,"
            " received_at from answer where session_id = %s order by question_id",
            [session_id],
        ).fetchall()


class TestBatch:
    async def test_tells_one_outcome_per_item_in_their_order(self, learner: Learner) -> None:
        session_id = await learner.start()
        stored = await send(learner, session_id, item("identity_2", "C"), item("identity_1", "B"))
        assert stored.status_code == 200
        assert outcomes(stored) == [
            ("identity_2", "stored", 1, "C"),
            ("identity_1", "stored", 1, "B"),
        ]
        assert stored.json()["progress"]["answered"] == 2
        assert stored.json()["progress"]["next_question_id"] == "identity_3"

    async def test_takes_the_whole_bank_at_once(self, learner: Learner) -> None:
        session_id = await learner.start()
        sheet = answer_sheet()
        stored = await send(learner, session_id, *(item(q, o) for q, o in sheet.items()))
        assert stored.json()["progress"]["percent"] == 100
        completed = await learner.client.complete(session_id)
        assert completed.json()["answered"] == len(BANK.items)

    async def test_says_the_same_when_repeated(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start()
        batch = [
            item("identity_1", "A", answered_at=instant(-3)),
            item("identity_1", "B", answered_at=instant(-2)),
            item("identity_2", "C", response_time_ms=0),
            item("identity_3", "D"),
        ]
        first = await send(learner, session_id, *batch)
        before = read_rows(database, session_id)
        again = await send(learner, session_id, *batch)
        assert again.json() == first.json()
        assert read_rows(database, session_id) == before

    async def test_keeps_what_another_device_answered_later(self, learner: Learner) -> None:
        session_id = await learner.start()
        early = instant()
        await learner.client.respond(session_id, "identity_1", "A")
        found = await send(
            learner,
            session_id,
            item("identity_1", "B", answered_at=early),
            item("identity_2", "C", answered_at=early),
        )
        assert outcomes(found) == [
            ("identity_1", "kept-newer", 1, "A"),
            ("identity_2", "stored", 1, "C"),
        ]

    async def test_overwrites_what_was_answered_earlier(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.client.respond(session_id, "identity_1", "A")
        found = await send(learner, session_id, item("identity_1", "B", answered_at=instant()))
        assert outcomes(found) == [("identity_1", "stored", 2, "B")]

    async def test_keeps_a_newer_version(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.client.respond(session_id, "identity_1", "A", answer_version=5)
        found = await send(learner, session_id, item("identity_1", "B", answer_version=4))
        assert outcomes(found) == [("identity_1", "kept-newer", 5, "A")]

    async def test_stores_the_instant_of_the_device_and_that_of_the_receipt(
        self, learner: Learner, database: TestDatabase, clock: SetClock
    ) -> None:
        session_id = await learner.start()
        given = datetime.now(UTC) + timedelta(seconds=30)
        clock.shift = timedelta(minutes=1)
        await send(
            learner,
            session_id,
            item("identity_1", "A", answered_at=given.isoformat()),
            item("identity_2", "A", answered_at="2001-01-01T00:00:00Z"),
            item("identity_3", "A", answered_at="2999-01-01T00:00:00+05:00"),
            item("identity_4", "A"),
        )
        clock.shift = timedelta()
        rows = read_rows(database, session_id)
        with database.connect("owner") as owner:
            (started,) = owner.execute(
                "select started_at from profiling_session where id = %s", [session_id]
            ).fetchone() or (None,)
        (received,) = {row[5] for row in rows}
        assert [row[4] for row in rows] == [given, started, received, received]
        assert abs(received - given - timedelta(seconds=30)) < timedelta(seconds=5)

    async def test_measures_the_time_between_two_instants(
        self, learner: Learner, database: TestDatabase, clock: SetClock
    ) -> None:
        session_id = await learner.start()
        clock.shift = timedelta(minutes=1)
        await send(
            learner,
            session_id,
            item("identity_1", "A", answered_at=instant(10)),
            item("identity_2", "A", answered_at=instant(17.5)),
            item("identity_3", "A", answered_at=instant(20), response_time_ms=400),
        )
        clock.shift = timedelta()
        times = [row[3] for row in read_rows(database, session_id)]
        assert times == [None, pytest.approx(7_500, abs=200), 400]

    async def test_clamps_item_after_item(
        self, learner: Learner, database: TestDatabase, clock: SetClock
    ) -> None:
        session_id = await learner.start()
        clock.shift = timedelta(minutes=1)
        items = [item(f"identity_{n}", "A", response_time_ms=40_000) for n in (1, 2, 3)]
        await send(learner, session_id, *items)
        clock.shift = timedelta()
        times = [row[3] for row in read_rows(database, session_id)]
        assert times == [40_000, pytest.approx(20_000, abs=5_000), 0]
        assert sum(times) <= 65_000

    async def test_counts_as_activity_when_it_came_in_not_when_it_was_given(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start()
        await learner.client.respond(session_id, "identity_1", "A")
        rest(database, session_id, days=7.01)
        await send(learner, session_id, item("identity_2", answered_at=instant(-7.005 * 86_400)))
        again = await learner.client.start(learner.ticket())
        assert (again.status_code, again.json()["session_id"]) == (200, session_id)


class TestRefusals:
    async def test_name_every_unknown_question_and_option_and_store_nothing(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start()
        refused = await send(
            learner,
            session_id,
            item("identity_1", "A"),
            item("identity_99", "A"),
            item("identity_2", "F"),
        )
        assert refused.status_code == 422
        assert codes(refused) == [
            ("/answers/1/question_id", "unknown-question"),
            ("/answers/2/selected_option", "unknown-option"),
        ]
        assert "A, B, C, D, E" in refused.json()["errors"][1]["detail"]
        assert read_rows(database, session_id) == []

    @pytest.mark.parametrize(
        ("body", "found"),
        [
            ({**item(), "answers": [item()]}, [("", "both-shapes")]),
            ({"answers": [item()], "answer_version": 1}, [("", "both-shapes")]),
            ({}, [("", "no-answer")]),
            ({"zzz": 1}, [("", "no-answer")]),
            ({"answers": [item()], "zzz": 1}, [("/zzz", "extra-forbidden")]),
            ({"answers": []}, [("/answers", "too-short")]),
            ({"answers": [item()] * 52}, [("/answers", "too-long")]),
            ({"answers": item()}, [("/answers", "list-type")]),
            (
                {"answers": [item(), {"selected_option": "A"}]},
                [("/answers/1/question_id", "missing")],
            ),
            ({"answers": [item(question=3)]}, [("/answers/0/question_id", "string-type")]),
            (
                {"answers": [item(answered_at="2026-01-01T00:00:00")]},
                [("/answers/0/answered_at", "timezone-aware")],
            ),
            ({"answers": [item(answered_at=1)]}, [("/answers/0/answered_at", "datetime-type")]),
            ({"answers": [item(x=1)]}, [("/answers/0/x", "extra-forbidden")]),
            ({"answers": [item("\x00")]}, [("/answers/0/question_id", "nul-character")]),
        ],
        ids=str,
    )
    async def test_point_at_the_fault(
        self, learner: Learner, body: dict[str, Any], found: list[tuple[str, str]]
    ) -> None:
        refused = await learner.client.post(f"/session/{uuid4()}/respond", body)
        assert (refused.status_code, codes(refused)) == (422, found)

    async def test_is_not_found_when_foreign(self, make_learner: MakeLearner) -> None:
        mine, theirs = make_learner(), make_learner()
        assert (await send(mine, await theirs.start(), item())).status_code == 404

    async def test_needs_a_sign_in_when_anonymous(self, anonymous: ProfilerClient) -> None:
        refused = await anonymous.post(f"/session/{uuid4()}/respond", {"answers": [item()]})
        assert refused.status_code == 401

    async def test_refuses_when_completed(self, learner: Learner) -> None:
        late = await send(learner, await learner.finish(), item())
        assert (late.status_code, late.json()["code"]) == (409, "session-completed")

    async def test_a_key_gives_the_same_answer_again(self, learner: Learner) -> None:
        path = f"/session/{await learner.start()}/respond"
        headers = {"Idempotency-Key": "once"}
        first = await learner.client.post(path, {"answers": [item()]}, headers=headers)
        await learner.client.post(path, item(option="B"))
        again = await learner.client.post(path, {"answers": [item()]}, headers=headers)
        assert again.content == first.content


class TestGoingBack:
    @pytest.mark.parametrize("question", ["identity_1", "cyber_aptitude_5", "work_style_10"])
    async def test_any_answer_can_be_changed_without_moving_the_progress(
        self, learner: Learner, question: str
    ) -> None:
        session_id = await learner.start()
        sheet = answer_sheet()
        del sheet["identity_7"], sheet["difficulty_selection_1"]
        await learner.answer_all(session_id, sheet)
        before = (await learner.client.get(f"/session/{session_id}/progress")).json()
        other = "D" if sheet[question] != "D" else "C"
        changed = await learner.client.respond(session_id, question, other)
        assert changed.json()["progress"] == before
        shown = (await learner.client.get(f"/session/{session_id}/modules")).json()
        stored = {q["question_id"]: q for m in shown["modules"] for q in m["questions"]}
        assert stored[question]["selected_option"] == other

    async def test_the_result_holds_the_changed_answer(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        option = next(o for o in BANK.by_id["identity_3"].options if o.track == "grc")
        await learner.client.respond(session_id, "identity_3", option.key)
        result = (await learner.client.complete(session_id)).json()
        evidence = {r["track"]: r["evidence"] for r in result["recommendations"]}
        assert evidence["grc"] == ["identity_3"]
        assert "identity_3" not in evidence["defender"]
