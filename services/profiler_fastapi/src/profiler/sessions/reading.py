"""Reading the body of a respond, which has two shapes."""

from typing import NoReturn

from starlette.requests import Request

from profiler.common.body import (
    StrictBody,
    check_media_type,
    parse_body,
    read_body,
    validate_body,
)
from profiler.common.errors import InvalidInput, body_fault
from profiler.sessions.schemas import RespondBatch, RespondBody, RespondRequest

_SINGLE = frozenset(RespondRequest.model_fields)


class RespondReader(StrictBody[RespondBody]):
    """A dependency that gives one answer or a batch, each read as strictly as any body."""

    def __init__(self) -> None:
        super().__init__(RespondBody)

    async def __call__(self, request: Request) -> RespondBody:
        """The body. Raises InvalidInput when it has both shapes or neither."""
        check_media_type(request)
        raw = await read_body(request)
        shape = _choose_shape(parse_body(raw))
        return RespondBody(validate_body(shape, raw))


def _choose_shape(parsed: object) -> type[RespondRequest | RespondBatch]:
    names = set(parsed) if isinstance(parsed, dict) else _SINGLE
    if "answers" in names and names & _SINGLE:
        _refuse("both-shapes", "send one answer or answers, not both")
    if "answers" in names:
        return RespondBatch
    if not names & _SINGLE:
        _refuse("no-answer", "send question_id and selected_option, or answers")
    return RespondRequest


def _refuse(code: str, detail: str) -> NoReturn:
    raise InvalidInput(errors=[body_fault("", code, detail)])
