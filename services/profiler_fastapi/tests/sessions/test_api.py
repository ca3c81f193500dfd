"""The session engine over HTTP: start, answer, reflect, resume."""

from services.profiler_fastapi.tests.conftest import Learner


class TestStart:
    async def test_makes_a_session_when_the_ticket_is_good(self, learner: Learner) -> None:
        started = await learner.client.start(learner.ticket())
        assert started.status_code == 201, started.text
        assert started.json()["status"] == "in_progress"
        assert started.json()["progress"]["next_question_id"] == "identity_1"

    async def test_finish(self, learner: Learner) -> None:
        session_id = await learner.finish()
        for path in ("results", "explanation", "modules", "progress"):
            response = await learner.client.get(f"/session/{session_id}/{path}")
            assert response.status_code == 200, response.text
        response = await learner.client.get(f"/enhanced/session/{session_id}/blueprint")
        assert response.status_code == 200, response.text
        response = await learner.client.get("/status")
        assert response.status_code == 200, response.text
        print(response.json())
