"""The one place where a refusal becomes problem+json."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from profiler.common.errors import (
    DomainError,
    HttpRefused,
    InternalError,
    InvalidInput,
    MethodNotAllowed,
    NotFound,
    Unavailable,
    outside_fault,
)
from talent_contracts.problems import CONTENT_TYPE

_BY_STATUS: Mapping[int, type[DomainError]] = {404: NotFound, 405: MethodNotAllowed}


class ProblemWriter:
    """Writes problems whose ``type`` is a page of the public documentation."""

    def __init__(self, core_public_url: str) -> None:
        self._pages = f"{core_public_url}/problems"

    def write(self, error: DomainError, request_id: str) -> JSONResponse:
        """The answer for a refusal."""
        body: dict[str, Any] = {
            "type": f"{self._pages}/{error.code}",
            "title": error.title,
            "status": error.status,
            "detail": error.detail,
            "code": error.code,
            "request_id": request_id,
            "errors": [fault.model_dump(by_alias=True) for fault in error.errors],
            **error.extra,
        }
        return JSONResponse(body, error.status, dict(error.headers), CONTENT_TYPE)

    def install(self, app: FastAPI) -> None:
        """Make every refusal that reaches the app end here."""
        handlers: dict[type[Exception], Any] = {
            DomainError: lambda error: error,
            HTTPException: _from_http,
            RequestValidationError: _from_validation,
            PoolTimeout: _from_database,
            OperationalError: _from_database,
            DBAPIError: _from_database,
        }
        for kind, translate in handlers.items():
            app.add_exception_handler(kind, self._make_handler(translate))

    def _make_handler(self, translate: Any) -> Any:
        async def handle(request: Request, error: Exception) -> JSONResponse:
            return self.write(translate(error), request.state.request_id)

        return handle


def _from_http(error: HTTPException) -> DomainError:
    kind = _BY_STATUS.get(error.status_code)
    if kind is not None:
        return kind(headers=error.headers)
    return HttpRefused(error.status_code, error.headers)


def _from_validation(error: RequestValidationError) -> DomainError:
    return InvalidInput(
        errors=[
            outside_fault(str(fault["loc"][0]), str(fault["loc"][-1]), fault["type"], fault["msg"])
            for fault in error.errors()
        ]
    )


def _from_database(error: Exception) -> DomainError:
    """A database that is away or too busy is the only fault of its kind a client can wait out."""
    transient = isinstance(error, PoolTimeout) or (
        isinstance(error, OperationalError)
        or (isinstance(error, DBAPIError) and error.connection_invalidated)
    )
    if transient:
        return Unavailable(headers={"Retry-After": "1"})
    raise error  # The outermost edge logs it and answers 500.


def write_internal_error(writer: ProblemWriter, request_id: str) -> JSONResponse:
    """The answer for what nobody expected; it says nothing about the cause."""
    return writer.write(InternalError(), request_id)
