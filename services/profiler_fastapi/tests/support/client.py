"""The one way in which tests speak HTTP with the profiler."""

from typing import Any
from uuid import UUID

import httpx

BASE = "/api/v1/profiling"


class ProfilerClient:
    """Sends requests for whoever holds ``token``; returns plain responses."""

    def __init__(self, http: httpx.AsyncClient, token: str | None = None) -> None:
        self._http = http
        self.token = token

    async def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        return await self._http.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.send("GET", BASE + path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        sent = options if body is None else {**options, "json": body}
        return await self.send("POST", BASE + path, **sent)

    async def start(self, ticket: str, **options: Any) -> httpx.Response:
        return await self.post("/session/start", {"ticket": ticket}, **options)

    async def respond(
        self, session_id: str | UUID, question_id: str, option: str, **extra: Any
    ) -> httpx.Response:
        body = {"question_id": question_id, "selected_option": option, **extra}
        return await self.post(f"/session/{session_id}/respond", body)

    async def complete(self, session_id: str | UUID, **options: Any) -> httpx.Response:
        return await self.post(f"/session/{session_id}/complete", **options)
