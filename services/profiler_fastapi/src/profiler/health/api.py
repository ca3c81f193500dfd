"""`/livez` and `/readyz` at the root."""

from typing import Literal

from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from profiler.common.documentation import EVERYBODY, problems
from profiler.common.errors import Unavailable
from profiler.dependencies import ServicesDep, answer
from talent_contracts.keyrings import KeyringInvalid
from talent_contracts.model import StrictModel

router = APIRouter(tags=["health"])


class Health(StrictModel):
    """The service can do its work."""

    status: Literal["ok"] = "ok"


@router.get(
    "/livez",
    operation_id="livez",
    response_model=Health,
    responses=problems(500),
    openapi_extra=EVERYBODY,
)
async def livez() -> Response:
    """The process answers."""
    return answer(Health())


@router.get(
    "/readyz",
    operation_id="readyz",
    response_model=Health,
    responses=problems(500, 503),
    openapi_extra=EVERYBODY,
)
async def readyz(wired: ServicesDep) -> Response:
    """The database answers and is migrated, and core's sync keys are readable."""
    try:
        wired.trusted.get()
        async with wired.database.begin() as db:
            await db.execute(text("SELECT version_num FROM alembic_version"))
    except (SQLAlchemyError, KeyringInvalid):
        raise Unavailable(headers={"Retry-After": "1"}) from None
    return answer(Health())
