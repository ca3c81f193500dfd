"""The published document is true, closed and current."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from profiler.__main__ import DOCUMENT
from profiler.app import build_app
from profiler.bank import load_bank
from profiler.openapi import build_document, render_document
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.support.client import ProfilerClient

PUBLISHED: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in PUBLISHED["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


ALL = list(operations())


class TestDocument:
    def test_is_what_the_service_writes_today(self) -> None:
        made = build_document(build_app(load_bank(), "https://talent.example"))
        assert render_document(made) == DOCUMENT.read_text(encoding="utf-8")

    async def test_is_what_the_service_serves(self, anonymous: ProfilerClient) -> None:
        served = await anonymous.send("GET", "/openapi.json")
        assert served.json() == PUBLISHED

    def test_every_object_is_closed(self) -> None:
        schemas = PUBLISHED["components"]["schemas"]
        objects = {name for name, schema in schemas.items() if "properties" in schema}
        open_ones = {n for n in objects if schemas[n].get("additionalProperties") is not False}
        assert open_ones == set()

    @pytest.mark.parametrize(("name", "operation"), ALL, ids=[name for name, _ in ALL])
    def test_operation_is_fully_described(self, name: str, operation: dict[str, Any]) -> None:
        roles = operation["x-allowed-roles"]
        assert operation["operationId"]
        assert operation["tags"]
        assert f"Who may call: {', '.join(roles)}." in operation["description"]
        assert bool(operation.get("security")) is (roles != ["anonymous"])
        refusals = {s: r for s, r in operation["responses"].items() if int(s) >= 400}
        assert "500" in refusals
        assert all(set(r["content"]) == {"application/problem+json"} for r in refusals.values())
        assert ("requestBody" in operation) is name.startswith("post")

    def test_every_reference_resolves(self) -> None:
        text = json.dumps(PUBLISHED)
        names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
        assert names <= set(PUBLISHED["components"]["schemas"])

    def test_operation_ids_are_unique(self) -> None:
        ids = [operation["operationId"] for _, operation in ALL]
        assert len(ids) == len(set(ids)) == 23


def validate(name: str, body: Any) -> None:
    schema = {
        "$ref": f"#/components/schemas/{name}",
        "components": PUBLISHED["components"],
    }
    Draft202012Validator(schema).validate(body)


class TestAnswers:
    async def test_fit_their_schemas(self, learner: Learner) -> None:
        session_id = await learner.finish()
        for path, name in (
            ("/status", "StatusAnswer"),
            ("/tracks", "TracksAnswer"),
            ("/enhanced/questions", "QuestionsAnswer"),
            (f"/session/{session_id}/progress", "Progress"),
            (f"/session/{session_id}/modules", "ModulesAnswer"),
            (f"/session/{session_id}/results", "ProfilingResultV2"),
            (f"/session/{session_id}/explanation", "Explanation"),
            (f"/enhanced/session/{session_id}/blueprint", "Blueprint"),
            ("/session/x/results", "Problem"),
            (f"/session/{session_id}/nothing", "Problem"),
        ):
            validate(name, (await learner.client.get(path)).json())

    async def test_stale_answer_fits_its_schema(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.client.respond(session_id, "identity_1", "A", answer_version=5)
        stale = await learner.client.respond(session_id, "identity_1", "B", answer_version=1)
        validate("StaleAnswerProblem", stale.json())
