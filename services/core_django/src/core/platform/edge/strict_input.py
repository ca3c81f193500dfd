"""Strict input: bytes to a closed model, or a refusal that points at the value."""

from typing import Any, TypeVar

from django.http import HttpRequest
from pydantic import ValidationError

from core.platform.common.errors import (
    InvalidInput,
    MalformedJson,
    TooLarge,
    UnsupportedMediaType,
)
from talent_contracts import strict_json
from talent_contracts.model import StrictModel
from talent_contracts.problems import FieldProblem

MAX_BODY_BYTES = 64 * 1024
MAX_DRAINED_BYTES = 16 * 1024 * 1024
B = TypeVar("B", bound=StrictModel)


def read_raw(request: HttpRequest, *, max_bytes: int = MAX_BODY_BYTES) -> bytes:
    """The body as sent; TooLarge above ``max_bytes``."""
    if int(request.headers.get("Content-Length") or 0) > max_bytes:
        _drain(request)
        raise TooLarge(f"Send at most {max_bytes} bytes.")
    raw = request.body
    if len(raw) > max_bytes:
        raise TooLarge(f"Send at most {max_bytes} bytes.")
    return raw


def _drain(request: HttpRequest) -> None:
    """Read and forget a refused body up to a bound: a server that answers while its client still
    writes resets the connection, and the client never sees why.
    """
    left = MAX_DRAINED_BYTES
    while left > 0 and (chunk := request.read(64 * 1024)):
        left -= len(chunk)


def read_body(request: HttpRequest, model: type[B]) -> B:
    """The JSON body as ``model``: closed, without coercion.

    No body at all means ``{}`` where the model requires nothing, as the document says.
    """
    if not request.headers.get("Content-Length", "0").strip("0") and not _requires(model):
        return model()
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
    raw = read_raw(request)
    try:
        strict_json.parse_strict(raw, max_bytes=MAX_BODY_BYTES)
    except strict_json.TooLarge as error:
        raise TooLarge(str(error)) from None
    except strict_json.RefusedText as error:
        problem = FieldProblem(pointer=error.pointer, code=error.code, detail=str(error))
        raise InvalidInput(errors=[problem]) from None
    except strict_json.MalformedJson as error:
        problem = FieldProblem(pointer="", code="malformed-json", detail=str(error))
        raise MalformedJson(str(error), errors=[problem]) from None
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise InvalidInput(errors=body_problems(error)) from None


def _requires(model: type[StrictModel]) -> bool:
    return any(field.is_required() for field in model.model_fields.values())


def body_problems(error: ValidationError) -> list[FieldProblem]:
    """Pydantic's list as problems with JSON pointers."""
    return [
        FieldProblem(
            pointer="".join(f"/{_escape(part)}" for part in item["loc"]),
            code=item["type"].replace("_", "-"),
            detail=item["msg"],
        )
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def read_query(request: HttpRequest, model: type[B] | None) -> B | None:
    """The query string as ``model``; an unknown or repeated name is refused."""
    repeated = [name for name, values in request.GET.lists() if len(values) > 1]
    if repeated:
        raise InvalidInput(
            errors=[_query_problem(n, "repeated", "Send it once.") for n in repeated]
        )
    given: dict[str, Any] = request.GET.dict()
    if model is None:
        unknown = [_query_problem(name, "extra-forbidden", "Unknown name.") for name in given]
        if unknown:
            raise InvalidInput(errors=unknown)
        return None
    try:
        return model.model_validate_strings(given)
    except ValidationError as error:
        found = [
            _query_problem(str(item["loc"][0]), item["type"].replace("_", "-"), item["msg"])
            for item in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise InvalidInput(errors=found) from None


def _query_problem(name: str, code: str, detail: str) -> FieldProblem:
    return FieldProblem.model_validate(
        {"in": "query", "name": name, "code": code, "detail": detail}
    )


def _escape(part: int | str) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
