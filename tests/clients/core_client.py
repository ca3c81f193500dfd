"""Core as its users reach it: one class for the suites, the journey and the benches."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.clients.api_client import ApiClient


@dataclass(frozen=True, slots=True)
class Student:
    """A learner an admin created, able to log in."""

    id: UUID
    email: str
    password: str


class CoreClient(ApiClient):
    """One user's view of core. ``token`` is the access token, if logged in."""

    SERVICE = "core"
    API = "/api/v1"

    def __init__(self, http: httpx.Client, token: str | None = None) -> None:
        super().__init__(http, token)
        self.refresh_token: str | None = None

    def anonymous(self) -> "CoreClient":
        """The same connection without a token."""
        return CoreClient(self.http)

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

    def erase(self, student_id: UUID, reason: str = "asked for it") -> dict[str, Any]:
        """As an admin: deactivate and erase for good."""
        path, why = f"/admin/students/{student_id}", {"reason": reason}
        self.post(f"{path}/deactivate", why).raise_for_status()
        answer = self.post(f"{path}/erasure", why)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found
