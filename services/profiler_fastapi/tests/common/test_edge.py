"""What every answer carries, and every refusal in one shape."""

from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from profiler.app import create_app
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.conftest import TestDatabase as Clone
from services.profiler_fastapi.tests.support.client import ProfilerClient
from talent_contracts.problems import CONTENT_TYPE, Problem

ORIGIN = "https://academy.example"


def check_problem(response: httpx.Response, status: int, code: str) -> Problem:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == CONTENT_TYPE
    problem = Problem.model_validate_json(response.content)
    assert (problem.code, problem.status) == (code, status)
    assert problem.type == f"{ORIGIN}/problems/{code}"
    assert problem.request_id == response.headers["x-request-id"]
    return problem


class TestProblems:
    async def test_unknown_paths_are_problems(self, anonymous: ProfilerClient) -> None:
        for path in ("/", "/nothing", "/api/v1/profiling", "/api/v1/profiling/session/x/y/z"):
            check_problem(await anonymous.send("GET", path), 404, "not-found")

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
    async def test_other_methods_are_problems(self, anonymous: ProfilerClient, method: str) -> None:
        refused = await anonymous.send(method, "/api/v1/profiling/tracks")
        check_problem(refused, 405, "method-not-allowed")
        assert refused.headers["allow"] == "GET"

    async def test_a_path_id_that_is_none_is_named(self, learner: Learner) -> None:
        refused = await learner.client.get("/session/not-a-uuid/results")
        problem = check_problem(refused, 422, "invalid-input")
        assert [(fault.location, fault.name) for fault in problem.errors] == [
            ("path", "session_id")
        ]

    async def test_an_unknown_query_parameter_is_named(self, anonymous: ProfilerClient) -> None:
        refused = await anonymous.get("/tracks?page=2")
        problem = check_problem(refused, 422, "invalid-input")
        assert [(fault.location, fault.name) for fault in problem.errors] == [("query", "page")]

    async def test_anonymous_comes_before_anything_else(self, anonymous: ProfilerClient) -> None:
        for path in ("/session/not-a-uuid/results", f"/session/{uuid4()}/modules", "/status"):
            check_problem(await anonymous.get(path), 401, "unauthenticated")

    async def test_nothing_of_the_cause_leaks_when_something_breaks(
        self, settings: Settings
    ) -> None:
        broken = create_app(settings)

        @broken.get("/boom")
        async def boom() -> None:
            raise RuntimeError("secret sentence")

        transport = httpx.ASGITransport(broken)
        async with httpx.AsyncClient(transport=transport, base_url="http://profiler") as client:
            answered = await client.get("/boom")
        check_problem(answered, 500, "internal-error")
        assert "secret" not in answered.text
        assert answered.headers["x-content-type-options"] == "nosniff"

    async def test_is_unavailable_when_the_database_is_away(
        self, settings: Settings, learner: Learner, app: FastAPI
    ) -> None:
        url = "postgresql://profiler_app:x@127.0.0.1:9/profiler"
        away = create_app(Settings.load(**{**settings.model_dump(), "profiler_database_url": url}))
        away.state.services.keys._keys = app.state.services.keys._keys
        transport = httpx.ASGITransport(away)
        async with httpx.AsyncClient(transport=transport, base_url="http://profiler") as client:
            lost = await ProfilerClient(client, learner.client.token).get("/status")
            not_ready = await client.get("/readyz")
            alive = await client.get("/livez")
        check_problem(lost, 503, "unavailable")
        check_problem(not_ready, 503, "unavailable")
        assert lost.headers["retry-after"] == "1"
        assert alive.status_code == 200


class TestDatabase:
    async def test_a_dead_connection_of_the_pool_is_replaced_unnoticed(
        self, learner: Learner, database: Clone
    ) -> None:
        session_id = await learner.start()
        with psycopg.connect(database.app, autocommit=True) as app:
            app.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and usename = current_user"
                " and pid <> pg_backend_pid()"
            )
        answered = await learner.client.respond(session_id, "identity_1", "A")
        assert answered.status_code == 200

    async def test_no_success_is_told_when_the_commit_fails(
        self, learner: Learner, database: Clone
    ) -> None:
        session_id = await learner.start()
        with database.connect("owner") as owner:
            owner.execute(
                "create function fail_late() returns trigger language plpgsql as"
                " $$ begin raise exception 'late'; end $$;"
                " create constraint trigger fail_late after insert on answer"
                " deferrable initially deferred for each row execute function fail_late()"
            )
            try:
                failed = await learner.client.respond(session_id, "identity_1", "A")
            finally:
                owner.execute("drop trigger fail_late on answer; drop function fail_late()")
        check_problem(failed, 500, "internal-error")
        progress = await learner.client.get(f"/session/{session_id}/progress")
        assert progress.json()["answered"] == 0


class TestStrictBody:
    @pytest.mark.parametrize(
        ("raw", "status", "code", "faults"),
        [
            (b"", 400, "malformed-json", [("", "malformed-json")]),
            (b"{", 400, "malformed-json", [("", "malformed-json")]),
            (b"\xff", 400, "malformed-json", [("", "malformed-json")]),
            (b'{"ticket":"a","ticket":"b"}', 400, "malformed-json", [("", "malformed-json")]),
            (b"[" * 60_000, 400, "malformed-json", [("", "malformed-json")]),
            (b'{"ticket":NaN}', 400, "malformed-json", [("", "malformed-json")]),
            (b'{"ticket":1e999}', 400, "malformed-json", [("", "malformed-json")]),
            (b'{"ticket":' + b"9" * 5000 + b"}", 400, "malformed-json", [("", "malformed-json")]),
            (b" " * 65_537, 413, "body-too-large", []),
            (b"[]", 422, "invalid-input", [("", "model-type")]),
            (b"null", 422, "invalid-input", [("", "model-type")]),
            (b"{}", 422, "invalid-input", [("/ticket", "missing")]),
            (b'{"ticket":1}', 422, "invalid-input", [("/ticket", "string-type")]),
            (b'{"ticket":null}', 422, "invalid-input", [("/ticket", "string-type")]),
            (b'{"ticket":""}', 422, "invalid-input", [("/ticket", "too-short")]),
            (b'{"ticket":"\\u0000"}', 422, "invalid-input", [("/ticket", "nul-character")]),
            (b'{"ticket":"\\ud800"}', 422, "invalid-input", [("/ticket", "lone-surrogate")]),
            (
                b'{"ticket":"a","a/b~":1}',
                422,
                "invalid-input",
                [("/a~1b~0", "extra-forbidden")],
            ),
        ],
        ids=lambda value: str(value)[:30],
    )
    async def test_is_refused_by_the_book(
        self,
        learner: Learner,
        raw: bytes,
        status: int,
        code: str,
        faults: list[tuple[str, str]],
    ) -> None:
        refused = await learner.client.post(
            "/session/start", content=raw, headers={"Content-Type": "application/json"}
        )
        problem = check_problem(refused, status, code)
        assert [(fault.pointer, fault.code) for fault in problem.errors] == faults

    @pytest.mark.parametrize(
        "media_type",
        ["text/plain", "", "application/jsonx", "application/json; charset=latin-1", "multipart/x"],
    )
    async def test_other_media_types_are_refused(self, learner: Learner, media_type: str) -> None:
        refused = await learner.client.post(
            "/session/start", content=b"{}", headers={"Content-Type": media_type}
        )
        check_problem(refused, 415, "unsupported-media-type")

    async def test_reading_stops_when_a_stream_does_not_end(self, learner: Learner) -> None:
        sent = 0

        async def endless() -> Any:
            nonlocal sent
            while sent < 10_000:
                sent += 1
                yield b" " * 1024

        refused = await learner.client.post(
            "/session/start", content=endless(), headers={"Content-Type": "application/json"}
        )
        check_problem(refused, 413, "body-too-large")
        assert sent < 100


class TestHeaders:
    async def test_every_answer_is_guarded(self, anonymous: ProfilerClient) -> None:
        for path in ("/livez", "/nothing", "/api/v1/profiling/tracks", "/openapi.json"):
            headers = (await anonymous.send("GET", path)).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert "default-src 'none'" in headers["content-security-policy"]
            assert headers["strict-transport-security"]
            assert headers["vary"] == "Origin"

    async def test_private_answers_are_not_cached(self, learner: Learner) -> None:
        assert (await learner.client.get("/status")).headers["cache-control"] == "no-store"

    @pytest.mark.parametrize(
        ("given", "is_kept"),
        [
            ("abcd-1234", True),
            ("x" * 64, True),
            ("x" * 65, False),
            ("short", False),
            ("with space", False),
            ("inject\tion", False),
        ],
    )
    async def test_request_id_is_kept_when_harmless(
        self, anonymous: ProfilerClient, given: str, is_kept: bool
    ) -> None:
        answered = await anonymous.send("GET", "/livez", headers={"X-Request-ID": given})
        assert (answered.headers["x-request-id"] == given) is is_kept

    @pytest.mark.parametrize("path", ["/livez/", "/api/v1/profiling/tracks/", "/openapi.json/"])
    async def test_a_trailing_slash_changes_nothing(
        self, anonymous: ProfilerClient, path: str
    ) -> None:
        assert (await anonymous.send("GET", path)).status_code == 200


class TestCors:
    async def test_exactly_core_is_allowed(self, anonymous: ProfilerClient) -> None:
        answered = await anonymous.get("/tracks", headers={"Origin": ORIGIN})
        assert answered.headers["access-control-allow-origin"] == ORIGIN
        exposed = answered.headers["access-control-expose-headers"]
        assert exposed == "ETag, Retry-After, X-Request-ID"
        assert "access-control-allow-credentials" not in answered.headers

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            ORIGIN + ".evil.example",
            ORIGIN + "/",
            "http" + ORIGIN[5:],
        ],
    )
    async def test_nobody_else_is(self, anonymous: ProfilerClient, origin: str) -> None:
        answered = await anonymous.get("/tracks", headers={"Origin": origin})
        assert "access-control-allow-origin" not in answered.headers

    async def test_preflight_names_methods_and_headers(self, plain_http: httpx.AsyncClient) -> None:
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
        answered = await plain_http.request(
            "OPTIONS", "/api/v1/profiling/session/start", headers=asked
        )
        assert answered.status_code == 204
        assert "Authorization" in answered.headers["access-control-allow-headers"]
        assert answered.headers["access-control-allow-methods"] == "GET, POST"

    async def test_refusals_are_readable_for_core(self, anonymous: ProfilerClient) -> None:
        refused = await anonymous.get("/status", headers={"Origin": ORIGIN})
        assert refused.status_code == 401
        assert refused.headers["access-control-allow-origin"] == ORIGIN
