"""Core inside this process: Django on a clone, its WSGI application behind a small real server."""

import os
import secrets
import threading
import time
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import psycopg

from core_testing.database import use_own_database
from core_testing.operating import ensure_admin
from tests.clients.core_client import CoreClient
from tests.clients.transport import ContractTransport, load_document

_TOKEN_LIVES_S = 300
Owner = psycopg.Connection[tuple[Any, ...]]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Requests are told by whoever sends them."""


class CoreSide:
    """Core without its relay. ``url`` is where the profiler reaches it."""

    def __init__(self) -> None:
        application = _set_up()
        transport = ContractTransport(httpx.WSGITransport(app=application), load_document("core"))
        self.anonymous = CoreClient(httpx.Client(transport=transport, base_url="http://core.test"))
        self.owner: Owner = psycopg.connect(os.environ["CORE_DATABASE_OWNER_URL"], autocommit=True)
        self._server: WSGIServer = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._email = f"admin-{secrets.token_hex(6)}@example.org"
        self._password = secrets.token_urlsafe(20)
        ensure_admin(self._email, self._password)
        self._admin = self.anonymous
        self._logged_in_at = float("-inf")

    @property
    def admin(self) -> CoreClient:
        """A logged-in admin, for as long as the run may last."""
        if time.monotonic() - self._logged_in_at > _TOKEN_LIVES_S:
            self._admin = self.anonymous.log_in(self._email, self._password)
            self._logged_in_at = time.monotonic()
        return self._admin

    def close(self) -> None:
        self._server.shutdown()
        self._serving.join(10)
        self._server.server_close()
        self.owner.close()
        self.anonymous.http.close()

    def _serve(self) -> None:
        """Django's connections belong to threads, and this one ends before the process does."""
        from django.db import connections

        self._server.serve_forever()
        connections.close_all()


def _set_up() -> Any:
    """Core's own tests may have set Django up in this process: then that is the core we play on."""
    from django.conf import settings

    if not settings.configured:
        import django

        from core.config import select_settings

        os.environ["CORE_DATABASE_ROLE"] = "app"
        use_own_database()
        select_settings()
        django.setup()
    from core.config.wsgi import application

    return application
