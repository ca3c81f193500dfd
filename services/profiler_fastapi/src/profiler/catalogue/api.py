"""The public doors: bytes made once at start."""

import hashlib
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from profiler.bank import Bank, public_questions
from profiler.catalogue.schemas import QuestionsAnswer
from profiler.catalogue.tracks import TracksAnswer, list_tracks
from profiler.common.documentation import EVERYBODY, problems
from profiler.dependencies import JSON, refuse_unknown_query
from talent_contracts.canonical import canonical_bytes

_CACHED = "public, max-age=300"
_NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The copy you hold is current."}
}


class StaticAnswer:
    """A body that never changes while the process lives, with its entity tag."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'

    def reply(self, request: Request) -> Response:
        """The body, or 304 when the caller holds it."""
        headers = {"ETag": self._etag, "Cache-Control": _CACHED}
        held = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
        if held & {self._etag, f"W/{self._etag}", "*"}:
            return Response(status_code=304, headers=headers)
        return Response(self._body, media_type=JSON, headers=headers)


def make_router(bank: Bank) -> APIRouter:
    """The routes over this bank."""
    router = APIRouter(
        prefix="/api/v1/profiling",
        tags=["catalogue"],
        dependencies=[Depends(refuse_unknown_query)],
    )
    questions = StaticAnswer(canonical_bytes(public_questions(bank)))
    tracks = StaticAnswer(canonical_bytes(list_tracks()))

    @router.get(
        "/enhanced/questions",
        operation_id="get_questions",
        response_model=QuestionsAnswer,
        responses={**_NOT_MODIFIED, **problems(422, 500)},
        openapi_extra=EVERYBODY,
    )
    async def get_questions(request: Request) -> Response:
        """The 51 questions in 6 modules, and the two optional reflections. Public; cache it."""
        return questions.reply(request)

    @router.get(
        "/tracks",
        operation_id="list_tracks",
        response_model=TracksAnswer,
        responses={**_NOT_MODIFIED, **problems(422, 500)},
        openapi_extra=EVERYBODY,
    )
    async def get_tracks(request: Request) -> Response:
        """The five tracks and what each is about. Public; cache it."""
        return tracks.reply(request)

    return router
