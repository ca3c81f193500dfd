"""Core as its users reach it: one class for the suites, the journey and the benches."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.clients.transport import ContractTransport, load_document

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Student:
    """A learner an admin created, able to log in."""

    id: UUID
    email: str
    password: str


class CoreClient:
    """One user's view of core. ``token`` is the access token, if logged in."""

    def __init__(self, http: httpx.Client, token: str | None = None) -> None:
        self.http = http
        self.token = token
        self.refresh_token: str | None = None

    @classmethod
    def connect(cls, base_url: str, *, inner: httpx.BaseTransport | None = None) -> "CoreClient":
        """A client whose every answer is held against the committed document."""
        transport = ContractTransport(inner or httpx.HTTPTransport(), load_document("core"))
        return cls(httpx.Client(base_url=base_url, transport=transport, timeout=15))

    def anonymous(self) -> "CoreClient":
        """The same connection without a token."""
        return CoreClient(self.http)

    def request(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **kwargs: Any
    ) -> httpx.Response:
        """Any request below /api/v1, with this user's token."""
        sent = dict(headers or {})
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        return self.http.request(method, API + path, headers=sent, **kwargs)

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        """GET below /api/v1."""
        return self.request("GET", path, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        """POST below /api/v1; ``{}`` where no body is given."""
        return self.request("POST", path, json={} if json is None else json, **kwargs)

    def log_in(self, email: str, password: str) -> "CoreClient":
        """A logged-in client on the same connection; raises for a refusal."""
        answer = self.anonymous().post(
            "/auth/login", {"email": email, "password": password, "refresh_delivery": "body"}
        )
        answer.raise_for_status()
        client = CoreClient(self.http, answer.json()["access_token"])
        client.refresh_token = answer.json()["refresh_token"]
        return client

    def me(self) -> dict[str, Any]:
        """GET /auth/me."""
        answer = self.get("/auth/me")
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def create_student(self, **given: Any) -> dict[str, Any]:
        """As an admin: a student with their invitation."""
        body = {
            "email": f"learner-{uuid4().hex[:12]}@example.org",
            "first_name": "Ada",
            "last_name": "Learner",
            **given,
        }
        answer = self.post("/admin/students", body)
        answer.raise_for_status()
        created: dict[str, Any] = answer.json()
        return created

    def create_active_student(self, **given: Any) -> Student:
        """As an admin: a student who has accepted the invitation."""
        created = self.create_student(**given)
        password = secrets.token_urlsafe(15)
        accepted = self.anonymous().post(
            "/auth/invitations/accept",
            {"token": created["invitation"]["token"], "password": password},
        )
        accepted.raise_for_status()
        return Student(id=UUID(created["id"]), email=created["email"], password=password)

    def reset_profiling(self, student_id: UUID, reason: str = "asked for") -> dict[str, Any]:
        """As an admin: a new epoch."""
        answer = self.post(f"/admin/students/{student_id}/reset-profiling", {"reason": reason})
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found
