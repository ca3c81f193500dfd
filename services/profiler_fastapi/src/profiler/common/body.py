"""Reading a JSON body as strictly as the product promises."""

from typing import Any, Generic, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from profiler.common.errors import (
    BodyTooLarge,
    InvalidInput,
    MalformedBody,
    UnsupportedMediaType,
    body_fault,
)
from talent_contracts.model import StrictModel
from talent_contracts.problems import FieldProblem
from talent_contracts.strict_json import (
    MalformedJson,
    RefusedText,
    TooLarge,
    escape_pointer,
    parse_strict,
)

MAX_BODY_BYTES = 65_536
Model = TypeVar("Model", bound=BaseModel)


class NoContent(StrictModel):
    """An empty object, where an operation needs nothing but its address."""


class StrictBody(Generic[Model]):
    """A dependency that reads, bounds, parses and validates the body as ``model``."""

    def __init__(self, model: type[Model], *, is_optional: bool = False) -> None:
        self.model = model
        self.is_optional = is_optional

    async def __call__(self, request: Request) -> Model:
        if self.is_optional and not await read_body(request):
            return self.model()
        check_media_type(request)
        return validate_body(self.model, await read_body(request))


def check_media_type(request: Request) -> None:
    """Raise :class:`UnsupportedMediaType` unless the body is declared as JSON in UTF-8."""
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower()
    if media_type.strip().lower() != "application/json" or charset not in {"", "charset=utf-8"}:
        raise UnsupportedMediaType


async def read_body(request: Request) -> bytes:
    """The raw body. Stops reading and raises :class:`BodyTooLarge` beyond the limit."""
    held: bytes | None = getattr(request.state, "raw_body", None)
    if held is not None:
        return held
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > MAX_BODY_BYTES:
        _refuse_size()
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BODY_BYTES:
            _refuse_size()
    request.state.raw_body = bytes(received)
    return bytes(received)


def parse_body(raw: bytes) -> object:
    """The JSON value of a body. Raises BodyTooLarge, MalformedBody, or InvalidInput for text that
    cannot be stored.
    """
    try:
        return parse_strict(raw, max_bytes=MAX_BODY_BYTES)
    except TooLarge:
        _refuse_size()
    except MalformedJson as error:
        fault = body_fault("", "malformed-json", str(error))
        raise MalformedBody(f"{error}.", errors=[fault]) from None
    except RefusedText as error:
        fault = body_fault(error.pointer, error.code, "this text cannot be stored")
        raise InvalidInput(errors=[fault]) from None


def validate_body(model: type[Model], raw: bytes) -> Model:
    """The body as a model, or the refusal that names each value by its JSON pointer."""
    parse_body(raw)
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise InvalidInput(errors=list_faults(error)) from None


def list_faults(error: ValidationError) -> list[FieldProblem]:
    """The refused values of a body, without ever quoting them."""
    return [
        body_fault(_pointer(fault["loc"]), fault["type"].replace("_", "-"), fault["msg"])
        for fault in error.errors(include_input=False, include_url=False, include_context=False)
    ]


def _pointer(location: tuple[Any, ...]) -> str:
    return "".join(f"/{escape_pointer(str(part))}" for part in location)


def _refuse_size() -> NoReturn:
    raise BodyTooLarge(f"At most {MAX_BODY_BYTES} bytes are read.")
