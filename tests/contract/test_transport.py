"""The transport that judges every answer of the suites must itself be able to fail."""

import json
from typing import Any

import httpx
import pytest

from tests.clients.transport import ContractBroken, ContractTransport, load_document

ME = "http://core.test/api/v1/auth/me"
PROBLEM = {
    "type": "http://core.test/problems/not-authenticated",
    "title": "Log in first",
    "status": 401,
    "detail": "Log in first",
    "code": "not-authenticated",
    "request_id": "0123456789",
    "errors": [],
}


def ask(
    status: int, body: Any, *, kind: str = "application/problem+json", url: str = ME
) -> httpx.Response:
    """One GET through the transport, answered as told."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = httpx.Response(status, content=content, headers={"Content-Type": kind})
    inner = httpx.MockTransport(lambda _: answer)
    with httpx.Client(transport=ContractTransport(inner, load_document("core"))) as client:
        return client.get(url)


class TestContractTransport:
    def test_passes_what_the_document_promises(self) -> None:
        assert ask(401, PROBLEM).status_code == 401

    @pytest.mark.parametrize(
        ("status", "body", "kind"),
        [
            (418, PROBLEM, "application/problem+json"),
            (401, PROBLEM, "application/json"),
            (401, PROBLEM, "text/html"),
            (401, b"<html>", "application/problem+json"),
            (401, PROBLEM | {"extra": 1}, "application/problem+json"),
            (401, {k: v for k, v in PROBLEM.items() if k != "code"}, "application/problem+json"),
            (401, PROBLEM | {"status": "401"}, "application/problem+json"),
            (200, {}, "application/json"),
            (200, b"", "application/json"),
        ],
    )
    def test_refuses_what_it_does_not(self, status: int, body: Any, kind: str) -> None:
        with pytest.raises(ContractBroken):
            ask(status, body, kind=kind)

    def test_refuses_a_success_at_an_address_the_document_does_not_name(self) -> None:
        with pytest.raises(ContractBroken):
            ask(200, {}, kind="application/json", url="http://core.test/api/v1/nothing")

    def test_passes_a_problem_at_such_an_address(self) -> None:
        found = PROBLEM | {"status": 404, "code": "not-found"}
        assert ask(404, found, url="http://core.test/api/v1/nothing").status_code == 404


class TestDocuments:
    @pytest.mark.parametrize("service", ["core", "profiler"])
    def test_close_every_object(self, service: str) -> None:
        schemas = load_document(service)["components"]["schemas"]
        open_ones = [
            name
            for name, schema in schemas.items()
            if "properties" in schema and schema.get("additionalProperties") is not False
        ]
        assert open_ones == []

    @pytest.mark.parametrize("service", ["core", "profiler"])
    def test_name_who_may_call_each_operation(self, service: str) -> None:
        paths = load_document(service)["paths"]
        unnamed = [
            operation["operationId"]
            for operations in paths.values()
            for operation in operations.values()
            if not operation.get("x-allowed-roles")
        ]
        assert unnamed == []

    @pytest.mark.parametrize("service", ["core", "profiler"])
    def test_promise_problems_for_every_refusal(self, service: str) -> None:
        kinds = {
            kind
            for operations in load_document(service)["paths"].values()
            for operation in operations.values()
            for status, promised in operation["responses"].items()
            if status >= "400"
            for kind in promised["content"]
        }
        assert kinds == {"application/problem+json"}

    def test_share_one_shape_of_a_problem(self) -> None:
        core, profiler = (
            load_document(service)["components"]["schemas"]["Problem"]
            for service in ("core", "profiler")
        )
        assert core["properties"].keys() == profiler["properties"].keys()
