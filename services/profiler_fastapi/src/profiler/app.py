"""``create_app``: the only place where the service is wired together."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.middleware import Middleware

from profiler import openapi
from profiler.access.keys import KeyStore
from profiler.access.revocations import RevocationList
from profiler.bank import Bank, load_bank
from profiler.catalogue.api import make_router as make_catalogue_router
from profiler.common.clock import Clock, SystemClock
from profiler.common.database import Database, make_engine
from profiler.common.documentation import EVERYBODY, problems
from profiler.common.edge import Edge
from profiler.common.logging import configure_logging
from profiler.common.problems import ProblemWriter
from profiler.dead_letters.api import router as dead_letters_router
from profiler.dependencies import JSON, Services
from profiler.health.api import router as health_router
from profiler.health.metrics import router as metrics_router
from profiler.hot.answers import Answers
from profiler.hot.door import HotDoor
from profiler.hot.tokens import RememberingGate
from profiler.inbox.api import router as inbox_router
from profiler.results.api import router as results_router
from profiler.results.warming import warm_up
from profiler.sessions.api import router as sessions_router
from profiler.settings import Settings
from talent_contracts.keyrings import KeyringFile

JWKS_PATH = "/api/v1/auth/jwks"
_ABOUT = (
    "Runs profiling sessions and computes their results. Errors are problem+json (RFC 9457): "
    "switch on `code`. Unknown fields and parameters are refused. Ids are UUIDs, times are "
    "RFC 3339 in UTC."
)
_TAGS = [
    {"name": "sessions", "description": "Start, answer and resume a profiling session."},
    {"name": "results", "description": "Complete a session and read what came of it."},
    {"name": "catalogue", "description": "What anybody may read."},
    {"name": "inbox", "description": "Signed events of core."},
    {"name": "dead letters", "description": "For operators: events that did not get through."},
    {"name": "health", "description": "For whoever runs the service."},
]


def create_app(
    settings: Settings | None = None, *, clock: Clock | None = None, is_hot: bool = True
) -> FastAPI:
    """The ASGI application. Raises SettingsInvalid or KeyringInvalid with the fix in words.

    Without ``is_hot`` every request takes the ordinary way through the framework.
    """
    settings = settings or Settings.load()
    configure_logging(settings.log_level)
    services = wire(settings, clock or SystemClock())
    services.trusted.get()  # A missing key file must stop the start, not the first reset.
    warm_up(services.bank)
    app = build_app(services.bank, settings.core_public_url, services, is_hot=is_hot)
    app.state.services = services
    return app


def wire(settings: Settings, clock: Clock) -> Services:
    """Everything the handlers of one worker share; no state but caches that re-read."""
    engine = make_engine(
        settings.get_database_url("profiler_database_url"),
        pool_size=settings.profiler_database_pool,
        application="profiler",
    )
    database = Database(engine)
    keys = KeyStore(database, clock, settings.core_internal_url + JWKS_PATH)
    return Services(
        settings=settings,
        bank=load_bank(),
        database=database,
        clock=clock,
        keys=keys,
        gate=RememberingGate(keys, RevocationList(database, clock), clock),
        trusted=KeyringFile(settings.profiler_keys_dir / "trusted.json"),
    )


def build_app(
    bank: Bank, core_public_url: str, services: Services | None = None, *, is_hot: bool = False
) -> FastAPI:
    """The routes and edges; without services it can only describe itself."""
    writer = ProblemWriter(core_public_url)
    middleware = [Middleware(Edge, writer=writer, allowed_origin=core_public_url)]
    answers = Answers(services.database.engine, bank) if services and is_hot else None
    if services and answers:
        middleware.append(_mount_hot_door(services, answers, writer))
    app = FastAPI(
        title="Talent Engine profiler",
        version="1.0.0",
        description=_ABOUT,
        openapi_tags=_TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_make_lifespan(services, answers) if services else None,
        middleware=middleware,
    )
    writer.install(app)
    for router in (sessions_router, results_router, make_catalogue_router(bank)):
        app.include_router(router)
    app.include_router(inbox_router)
    app.include_router(dead_letters_router)
    app.include_router(health_router)
    app.include_router(metrics_router)
    _serve_document(app)
    return app


def _mount_hot_door(services: Services, answers: Answers, writer: ProblemWriter) -> Middleware:
    return Middleware(
        HotDoor,
        answers=answers,
        bank=services.bank,
        gate=services.gate,
        clock=services.clock,
        writer=writer,
    )


def _make_lifespan(services: Services, answers: Answers | None) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # What stands now stands for ever. Walking through it again and again would stop every
        # request for 50 ms, once in some three thousand.
        gc.freeze()
        yield
        if answers:
            await answers.close()  # What was taken is stored while there still is a database.
        await services.keys.close()
        await services.database.engine.dispose()

    return lifespan


def _serve_document(app: FastAPI) -> None:
    @cache
    def render() -> bytes:
        return openapi.render_document(openapi.build_document(app)).encode()

    @app.get(
        "/openapi.json",
        operation_id="get_openapi_document",
        tags=["health"],
        responses=problems(500),
        openapi_extra=EVERYBODY,
    )
    async def get_document(_: Request) -> Response:
        """The document you are reading."""
        return Response(render(), media_type=JSON)
