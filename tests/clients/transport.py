"""A transport that refuses every answer the committed OpenAPI document does not promise."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

DOCUMENTS = Path(__file__).parents[2] / "shared" / "contracts" / "openapi"
_OUTSIDE = {"/livez", "/readyz", "/openapi.json", "/metrics"}


class ContractBroken(AssertionError):
    """An answer that the document does not promise."""


@cache
def load_document(service: str) -> dict[str, Any]:
    """The committed document of ``core`` or ``profiler``."""
    document: dict[str, Any] = json.loads((DOCUMENTS / f"{service}.json").read_text())
    return document


class ContractTransport(httpx.BaseTransport):
    """Wraps a real transport; checks status, content type and body of every answer below /api."""

    def __init__(self, inner: httpx.BaseTransport, document: dict[str, Any]) -> None:
        self._inner = inner
        self._contract = Contract(document)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, read and check."""
        response = self._inner.handle_request(request)
        response.read()
        self._contract.check(request, response)
        return response

    def close(self) -> None:
        """Close the real transport."""
        self._inner.close()


class AsyncContractTransport(httpx.AsyncBaseTransport):
    """The same for asynchronous clients."""

    def __init__(self, inner: httpx.AsyncBaseTransport, document: dict[str, Any]) -> None:
        self._inner = inner
        self._contract = Contract(document)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send, read and check."""
        response = await self._inner.handle_async_request(request)
        await response.aread()
        self._contract.check(request, response)
        return response

    async def aclose(self) -> None:
        """Close the real transport."""
        await self._inner.aclose()


class Contract:
    """One OpenAPI 3.1 document as a judge of answers."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._routes = [
            (_pattern(template), template) for template in sorted(document["paths"], key=_weight)
        ]
        self._formats = FormatChecker()

    def check(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raise ContractBroken for an answer that was not promised."""
        path = request.url.path.rstrip("/") or "/"
        if path in _OUTSIDE or not path.startswith("/api/"):
            return
        template = next((t for pattern, t in self._routes if pattern.fullmatch(path)), None)
        operation = self._document["paths"].get(template or "", {}).get(request.method.lower())
        where = f"{request.method} {path} -> {response.status_code}"
        if operation is None:
            self._check_outside(response, where)
            return
        promised = operation["responses"].get(str(response.status_code))
        if promised is None:
            raise ContractBroken(f"{where}: status not in the document; body {response.text[:500]}")
        content = promised.get("content")
        if not content:
            if response.content:
                raise ContractBroken(f"{where}: a body where none is promised")
            return
        kind = response.headers.get("content-type", "").partition(";")[0]
        if kind not in content:
            raise ContractBroken(f"{where}: content type {kind!r} not in {sorted(content)}")
        pointer = "/".join(
            _escape(part)
            for part in (
                "#", "paths", template or "", request.method.lower(),
                "responses", str(response.status_code), "content", kind, "schema",
            )
        )  # fmt: skip
        self._validate(pointer, response, where)

    def _check_outside(self, response: httpx.Response, where: str) -> None:
        """An address or method the document does not name: a problem, 404 or 405, nothing else."""
        if response.status_code not in {404, 405}:
            raise ContractBroken(f"{where}: this operation is not in the document")
        if response.headers.get("content-type") != "application/problem+json":
            raise ContractBroken(f"{where}: a refusal that is no problem")
        self._validate("#/components/schemas/Problem", response, where)

    def _validate(self, pointer: str, response: httpx.Response, where: str) -> None:
        schema = {**self._document, "$ref": pointer}
        validator = Draft202012Validator(schema, format_checker=self._formats)
        try:
            body = response.json()
        except ValueError as error:
            raise ContractBroken(f"{where}: the body is not JSON") from error
        errors = sorted(validator.iter_errors(body), key=lambda found: list(found.absolute_path))
        if errors:
            first = errors[0]
            raise ContractBroken(
                f"{where}: {first.json_path}: {first.message[:300]} ({len(errors)} in all)"
            )


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(template)))


def _weight(template: str) -> tuple[int, str]:
    """Literal addresses win over ones with parameters."""
    return template.count("{"), template


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1") if part != "#" else part
