"""The profiler as a learner's device reaches it."""

from typing import Any

import httpx

from tests.clients.api_client import ApiClient


class ProfilerClient(ApiClient):
    """One learner's view of the profiler, with core's access token in memory."""

    SERVICE = "profiler"
    API = "/api/v1/profiling"

    def acting_as(self, token: str | None) -> "ProfilerClient":
        """The same connection with another token."""
        return ProfilerClient(self.http, token)

    def questions(self) -> dict[str, Any]:
        """The published bank."""
        return _body(self.get("/enhanced/questions"))

    def start(self, ticket: str, **more: Any) -> dict[str, Any]:
        """Start or resume; ``language`` is the learner's wish."""
        return _body(self.post("/session/start", {"ticket": ticket, **more}))

    def respond(
        self, session_id: str, question_id: str, selected_option: str, **more: Any
    ) -> dict[str, Any]:
        """One answer, durable when this returns."""
        given = {"question_id": question_id, "selected_option": selected_option, **more}
        return _body(self.post(f"/session/{session_id}/respond", given))

    def respond_batch(self, session_id: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
        """The answers gathered offline, durable when this returns; what became of each."""
        return _body(self.post(f"/session/{session_id}/respond", {"answers": answers}))

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
