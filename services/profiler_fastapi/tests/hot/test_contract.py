"""Whoever answers, the answer is the same: every test runs on both doors, or compares them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.hot.conftest import ORIGIN, Framework, MakeLearner
from services.profiler_fastapi.tests.sessions import test_api as sessions_api
from services.profiler_fastapi.tests.sessions import test_races as sessions_races
from services.profiler_fastapi.tests.support.answers import answer_sheet

ANSWER = {"question_id": "identity_2", "selected_option": "C", "response_time_ms": 1200}
JSON = {"Content-Type": "application/json"}


class TestRespondAtBothDoors(sessions_api.TestRespond):
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
    """Everything but what names the request itself."""
    headers = dict(response.headers)
    body = response.json() if response.content else None
    if headers.pop("x-request-id") != "given-by-me" and isinstance(body, dict):
        body.pop("request_id", None)
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
