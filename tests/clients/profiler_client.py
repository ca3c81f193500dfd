"""The profiler as a learner's device reaches it."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.clients.transport import ContractTransport, load_document

API = "/api/v1/profiling"


class ProfilerClient:
    """One learner's view of the profiler, with core's access token in memory."""

    def __init__(self, http: httpx.Client, token: str | None = None) -> None:
        self.http = http
        self.token = token

    @classmethod
    def connect(
        cls, base_url: str, *, inner: httpx.BaseTransport | None = None
    ) -> "ProfilerClient":
        """A client whose every answer is held against the committed document."""
        transport = ContractTransport(inner or httpx.HTTPTransport(), load_document("profiler"))
        return cls(httpx.Client(base_url=base_url, transport=transport, timeout=15))

    def acting_as(self, token: str | None) -> "ProfilerClient":
        """The same connection with another token."""
        return ProfilerClient(self.http, token)

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **kwargs: Any
    ) -> httpx.Response:
        """Any request below /api/v1/profiling."""
        sent = dict(headers or {})
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        return self.http.request(method, API + path, headers=sent, **kwargs)

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        """GET below /api/v1/profiling."""
        return self.request("GET", path, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        """POST below /api/v1/profiling; ``{}`` where no body is given."""
        return self.request("POST", path, json={} if json is None else json, **kwargs)

    def questions(self) -> dict[str, Any]:
        """The published bank."""
        return _body(self.get("/enhanced/questions"))

    def start(self, ticket: str) -> dict[str, Any]:
        """Start or resume."""
        return _body(self.post("/session/start", {"ticket": ticket}))

    def respond(
        self, session_id: str, question_id: str, selected_option: str, **more: Any
    ) -> dict[str, Any]:
        """One answer, durable when this returns."""
        given = {"question_id": question_id, "selected_option": selected_option, **more}
        return _body(self.post(f"/session/{session_id}/respond", given))

    def reflect(self, session_id: str, **texts: str) -> dict[str, Any]:
        """The optional why and aim."""
        return _body(self.post(f"/session/{session_id}/reflection", texts))

    def complete(self, session_id: str) -> httpx.Response:
        """The result, as the raw answer: its bytes matter."""
        answer = self.post(f"/session/{session_id}/complete")
        answer.raise_for_status()
        return answer

    def results(self, session_id: str) -> httpx.Response:
        """The stored result, as the raw answer."""
        answer = self.get(f"/session/{session_id}/results")
        answer.raise_for_status()
        return answer


def _body(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
