"""Whoever answers, the answer is the same: every test runs on both doors, or compares them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.hot.conftest import ORIGIN, Framework, MakeLearner
from services.profiler_fastapi.tests.sessions import test_races as sessions_races
from services.profiler_fastapi.tests.sessions import test_respond as sessions_respond
from services.profiler_fastapi.tests.support.answers import answer_sheet
from services.profiler_fastapi.tests.support.world import SetClock

ANSWER = {"question_id": "identity_2", "selected_option": "C", "response_time_ms": 1200}
JSON = {"Content-Type": "application/json"}


class TestRespondAtBothDoors(sessions_respond.TestRespond):
    """The whole contract of the operation."""


class TestAnswerRacingAnswerAtBothDoors(sessions_races.TestAnswerRacingAnswer):
    """Two devices, one question."""


class TestChangedAnswerRacingCompleteAtBothDoors(sessions_races.TestChangedAnswerRacingComplete):
    """The same where no foreign key helps."""


class TestAnswerRacingCompleteAtBothDoors(sessions_races.TestAnswerRacingComplete):
    """An acknowledged answer is in the result."""


@dataclass(frozen=True)
class Case:
    """One request; ``body`` stands for itself or is sent as JSON."""

    body: Any = field(default_factory=lambda: dict(ANSWER))
    headers: Mapping[str, str] = field(default_factory=lambda: dict(JSON))
    method: str = "POST"
    path: str = "/api/v1/profiling/session/{id}/respond"
    has_token: bool = True
    is_hot: bool = False
    """Whether the hot door must answer it without the framework."""

    async def send(self, learner: Learner, session_id: str) -> httpx.Response:
        content = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        client = learner.client
        headers = dict(self.headers)
        if self.has_token:
            headers.setdefault("Authorization", f"Bearer {client.token}")
        path = self.path.format(id=session_id, upper=session_id.upper(), hex=UUID(session_id).hex)
        return await client._http.request(self.method, path, content=content, headers=headers)


CASES = {
    "plain": Case(is_hot=True),
    "charset": Case(headers={"Content-Type": "application/json; charset=utf-8"}, is_hot=True),
    "with a slash": Case(path="/api/v1/profiling/session/{id}/respond/", is_hot=True),
    "with an origin": Case(headers={**JSON, "Origin": ORIGIN}, is_hot=True),
    "with another origin": Case(headers={**JSON, "Origin": "https://evil.example"}, is_hot=True),
    "with a request id": Case(headers={**JSON, "X-Request-ID": "given-by-me"}, is_hot=True),
    "a proposed version": Case({**ANSWER, "answer_version": 7}, is_hot=True),
    "version 0": Case({**ANSWER, "answer_version": 0}, is_hot=True),
    "a negative time": Case({**ANSWER, "response_time_ms": -9}, is_hot=True),
    "a batch": Case({"answers": [ANSWER, {**ANSWER, "question_id": "identity_3"}]}),
    "a batch of one": Case({"answers": [ANSWER]}),
    "an empty batch": Case({"answers": []}),
    "both shapes": Case({**ANSWER, "answers": [ANSWER]}),
    "neither shape": Case({}),
    "an instant without a batch": Case({**ANSWER, "answered_at": "2026-01-01T00:00:00Z"}),
    "a batch of an unknown question": Case({"answers": [ANSWER, {**ANSWER, "question_id": "x"}]}),
    "no time": Case({"question_id": "identity_2", "selected_option": "C"}, is_hot=True),
    "a key": Case(headers={**JSON, "Idempotency-Key": "once"}),
    "an empty key": Case(headers={**JSON, "Idempotency-Key": ""}),
    "no content type": Case(headers={}),
    "another content type": Case(headers={"Content-Type": "text/plain"}),
    "another charset": Case(headers={"Content-Type": "application/json; charset=latin-1"}),
    "anonymous": Case(has_token=False),
    "no bearer": Case(headers={**JSON, "Authorization": "Basic eDp5"}),
    "a bad token": Case(headers={**JSON, "Authorization": "Bearer x.y.z"}),
    "a query": Case(path="/api/v1/profiling/session/{id}/respond?x=1"),
    "no uuid": Case(path="/api/v1/profiling/session/x/respond"),
    "upper case": Case(path="/api/v1/profiling/session/{upper}/respond"),
    "no dashes": Case(path="/api/v1/profiling/session/{hex}/respond"),
    "another method": Case(method="PUT"),
    "longer path": Case(path="/api/v1/profiling/session/{id}/respond/x"),
    "unknown question": Case({**ANSWER, "question_id": "identity_99"}),
    "unknown option": Case({**ANSWER, "selected_option": "F"}),
    "an unknown field": Case({**ANSWER, "x": 1}),
    "a wrong type": Case({**ANSWER, "question_id": 5}),
    "a list": Case([]),
    "not JSON": Case(b"{"),
    "no body": Case(b""),
    "a double name": Case(b'{"question_id":"identity_1","question_id":"identity_2"}'),
    "a NUL": Case({**ANSWER, "question_id": "\x00"}),
    "bad UTF-8": Case(b'"\xff"'),
    "too large": Case(b" " * 70_000),
    "a strange session": Case(path=f"/api/v1/profiling/session/{uuid4()}/respond"),
}


def describe(response: httpx.Response) -> tuple[int, dict[str, str], Any]:
    """Everything but what names the request itself and its instant."""
    headers = dict(response.headers)
    body = response.json() if response.content else None
    if headers.pop("x-request-id") != "given-by-me" and isinstance(body, dict):
        body.pop("request_id", None)
        body.pop("answered_at", None)
    is_problem = "problem" in headers["content-type"]
    return response.status_code, headers, body if is_problem else response.content


class TestBothDoors:
    @pytest.mark.parametrize("name", CASES)
    async def test_say_the_same(
        self,
        hot: httpx.AsyncClient,
        ordinary: httpx.AsyncClient,
        make_learner_at: MakeLearner,
        framework: Framework,
        name: str,
    ) -> None:
        case = CASES[name]
        learners = [make_learner_at(http) for http in (ordinary, hot)]
        sessions = [await learner.start() for learner in learners]
        for learner, session in zip(learners, sessions, strict=True):
            await learner.client.respond(session, "identity_1", "A")
        framework.passed.clear()
        found = [
            describe(await case.send(learner, session))
            for learner, session in zip(learners, sessions, strict=True)
        ]
        assert found[0] == found[1]
        assert (framework.passed == []) is case.is_hot

    @pytest.mark.parametrize("seen", [None, 1, 2, 3, 9])
    async def test_agree_about_versions(
        self,
        hot: httpx.AsyncClient,
        ordinary: httpx.AsyncClient,
        make_learner_at: MakeLearner,
        seen: int | None,
    ) -> None:
        found = []
        for http in (ordinary, hot):
            learner = make_learner_at(http)
            session = await learner.start()
            await learner.client.respond(session, "identity_1", "A")
            await learner.client.respond(session, "identity_1", "B")
            late = await learner.client.respond(
                session, "identity_1", "C", **({} if seen is None else {"answer_version": seen})
            )
            kept = (await learner.client.get(f"/session/{session}/modules")).json()
            found.append((describe(late), kept["modules"][0]["questions"][0]))
        assert found[0] == found[1]

    async def test_say_the_same_progress_from_the_first_to_the_last(
        self, hot: httpx.AsyncClient, ordinary: httpx.AsyncClient, make_learner_at: MakeLearner
    ) -> None:
        found = []
        for http in (ordinary, hot):
            learner = make_learner_at(http)
            session = await learner.start()
            found.append(
                [
                    (await learner.client.respond(session, question, option)).content
                    for question, option in answer_sheet().items()
                ]
            )
        assert found[0] == found[1]

    @pytest.mark.parametrize(
        ("first_ms", "second_ms", "kept_ms"),
        [
            (8_000, 2_000, 8_000),
            (2_000, 8_000, 8_000),
            (8_000, None, 8_000),
            (None, 2_000, 2_000),
            (None, None, None),
            (8_000, -1, 8_000),
            (900_000, 2_000, 60_000),
            (2_000, 900_000, 60_000),
        ],
    )
    async def test_keep_the_greater_time_when_answered_again(  # noqa: PLR0917 - pytest fills them.
        self,
        http: httpx.AsyncClient,
        make_learner_at: MakeLearner,
        database: TestDatabase,
        clock: SetClock,
        first_ms: int | None,
        second_ms: int | None,
        kept_ms: int | None,
    ) -> None:
        learner = make_learner_at(http)
        session = await learner.start()
        clock.shift = timedelta(minutes=1)
        for option, took_ms in (("A", first_ms), ("B", second_ms)):
            await learner.client.respond(session, "identity_1", option, response_time_ms=took_ms)
        clock.shift = timedelta()
        ((_, found_ms),) = read_times(database, session)
        assert found_ms == pytest.approx(kept_ms, abs=5_000)

    async def test_count_what_was_handed_over_as_taken_before_the_start(
        self,
        http: httpx.AsyncClient,
        make_learner_at: MakeLearner,
        database: TestDatabase,
        clock: SetClock,
    ) -> None:
        learner = make_learner_at(http)
        session = await learner.start()
        await learner.client.respond(session, "identity_1", "A")
        with database.connect("owner") as owner:
            owner.execute(
                "update answer set response_time_ms = 600000, received_at = s.started_at"
                " from profiling_session s where s.id = session_id and session_id = %s",
                [session],
            )
        clock.shift = timedelta(minutes=1)
        await learner.client.respond(session, "identity_2", "A", response_time_ms=50_000)
        await learner.client.respond(session, "identity_1", "B", response_time_ms=1)
        clock.shift = timedelta()
        assert read_times(database, session) == [
            ("identity_1", pytest.approx(10_000, abs=5_000)),
            ("identity_2", 50_000),
        ]

    async def test_say_when_an_answer_came_in(
        self, http: httpx.AsyncClient, make_learner_at: MakeLearner, database: TestDatabase
    ) -> None:
        learner = make_learner_at(http)
        session = await learner.start()
        for option in "AB":
            before = datetime.now(UTC)
            await learner.client.respond(session, "identity_1", option)
            with database.connect("owner") as owner:
                answered_at, received_at = owner.execute(
                    "select answered_at, received_at from answer where session_id = %s", [session]
                ).fetchone() or (None, None)
            assert answered_at == received_at
            assert received_at is not None
            assert before <= received_at <= datetime.now(UTC)

    async def test_leave_the_short_form_to_the_ordinary_route(
        self,
        hot: httpx.AsyncClient,
        make_learner_at: MakeLearner,
        framework: Framework,
        database: TestDatabase,
    ) -> None:
        learner = make_learner_at(hot)
        session = await learner.start()
        with database.connect("owner") as owner:
            owner.execute("update profiling_session set mode = 'short' where id = %s", [session])
        framework.passed.clear()
        stored = await learner.client.respond(session, "identity_1", "A")
        assert framework.passed == [f"/api/v1/profiling/session/{session}/respond"]
        assert stored.json()["progress"]["total"] == 48


def read_times(database: TestDatabase, session_id: str) -> list[tuple[str, int | None]]:
    with database.connect("owner") as owner:
        return owner.execute(
            "select question_id, response_time_ms from answer where session_id = %s order by 1",
            [session_id],
        ).fetchall()
