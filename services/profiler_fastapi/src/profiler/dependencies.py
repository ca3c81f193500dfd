"""What handlers ask for: the learner or admin, their transaction, one effect per key.

All of them are coroutines: FastAPI sends plain functions through a thread, which costs more than
they do.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.access.gate import Gate
from profiler.access.keys import KeyStore
from profiler.bank import Bank
from profiler.common.body import read_body
from profiler.common.clock import Clock
from profiler.common.database import Database
from profiler.common.errors import InvalidInput, outside_fault
from profiler.idempotency.services import Reply, run_once
from profiler.settings import Settings
from talent_contracts.keyrings import KeyringFile

JSON = "application/json"


@dataclass(frozen=True)
class Services:
    """Everything ``create_app`` wired for the handlers of one worker."""

    settings: Settings
    bank: Bank
    database: Database
    clock: Clock
    keys: KeyStore
    gate: Gate
    trusted: KeyringFile


async def get_services(request: Request) -> Services:
    """The services of the app that handles the request."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(get_services)]


async def get_learner(request: Request, services: ServicesDep) -> UUID:
    """The id of the signed-in student."""
    return await services.gate.admit_learner(request.headers.get("authorization"))


LearnerDep = Annotated[UUID, Depends(get_learner)]


async def get_admin(request: Request, services: ServicesDep) -> UUID:
    """The id of the signed-in admin."""
    return await services.gate.admit_admin(request.headers.get("authorization"))


AdminDep = Annotated[UUID, Depends(get_admin)]


async def get_session(services: ServicesDep, learner: LearnerDep) -> AsyncIterator[AsyncSession]:
    """The learner's transaction. It commits before the answer leaves, or the answer is an error."""
    async with services.database.begin_as(learner) as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
SessionId = Annotated[UUID, Path(description="The id that `start` answered.")]


async def get_admin_session(services: ServicesDep, admin: AdminDep) -> AsyncIterator[AsyncSession]:
    """The transaction of an admin whose token was just verified: the only way to one."""
    async with services.database.begin_as_admin(admin) as session:
        yield session


AdminSessionDep = Annotated[AsyncSession, Depends(get_admin_session, scope="function")]


async def refuse_unknown_query(request: Request) -> None:
    """No operation of this service reads the query, so a parameter there is a mistake."""
    faults = [
        outside_fault("query", name, "unknown-parameter", "this operation has no such parameter")
        for name in request.query_params
    ]
    if faults:
        raise InvalidInput(errors=faults)


async def refuse_repeated_query(request: Request) -> None:
    """Which of two values was meant is not ours to guess."""
    names = [name for name, _ in request.query_params.multi_items()]
    faults = [
        outside_fault("query", name, "repeated-parameter", "give it once")
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if faults:
        raise InvalidInput(errors=faults)


Effect = Callable[[], Awaitable[Response]]


class Once:
    """Runs an effect once per ``Idempotency-Key``; without the header, simply runs it."""

    def __init__(
        self, request: Request, session: AsyncSession, learner_id: UUID, clock: Clock
    ) -> None:
        self._request = request
        self._session = session
        self._learner_id = learner_id
        self._clock = clock

    async def __call__(self, effect: Effect) -> Response:
        """The effect's answer, or the stored one. Raises ``KeyReused``."""
        key = self._request.headers.get("idempotency-key")
        if key is None:
            return await effect()
        _check_key(key)

        async def reply() -> Reply:
            answer = await effect()
            return Reply(answer.status_code, bytes(answer.body))

        stored = await run_once(
            self._session,
            learner_id=self._learner_id,
            key=key,
            operation=f"{self._request.method} {self._request.url.path}",
            body=await read_body(self._request),
            effect=reply,
            now=self._clock.now(),
        )
        return Response(stored.body, stored.status, media_type=JSON)


async def get_once(
    request: Request, session: SessionDep, learner: LearnerDep, services: ServicesDep
) -> Once:
    """The runner of this request."""
    return Once(request, session, learner, services.clock)


OnceDep = Annotated[Once, Depends(get_once)]


def answer(model: BaseModel, status: int = 200) -> Response:
    """A model as a JSON answer."""
    return Response(model.model_dump_json(by_alias=True), status, media_type=JSON)


def _check_key(key: str) -> None:
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise InvalidInput(
            errors=[
                outside_fault(
                    "header", "Idempotency-Key", "malformed", "1 to 200 printable ASCII characters"
                )
            ]
        )
