from tests.clients.core_client import CoreClient


class TestMe:
    def test_says_profiling_when_the_learner_is_new(self, learner: CoreClient) -> None:
        me = learner.me()
        assert me["next"] == {
            "step": "profiling",
            "reason": "no-result-in-this-epoch",
            "url": "/profiling",
        }
        assert (me["epoch"], me["profiling_complete"], me["track"]) == (1, False, None)

    def test_is_refused_when_anonymous(self, core: CoreClient) -> None:
        answer = core.get("/auth/me")
        assert answer.status_code == 401
        assert answer.json()["code"] == "not-authenticated"
        assert "Bearer" in answer.headers["WWW-Authenticate"]
