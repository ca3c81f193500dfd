"""The public doors."""

import pytest

from profiler.catalogue.schemas import QuestionsAnswer
from profiler.catalogue.tracks import TracksAnswer
from services.profiler_fastapi.tests.support.client import ProfilerClient
from talent_contracts.vocabulary import Track


class TestQuestions:
    async def test_are_complete_and_keep_their_secrets(self, anonymous: ProfilerClient) -> None:
        answered = await anonymous.get("/enhanced/questions")
        shown = QuestionsAnswer.model_validate_json(answered.content)
        assert sum(len(questions) for questions in shown.questions.values()) == shown.total == 51
        for secret in ('"b":', '"rationale"', '"track"', '"misconceptions"', '"rating"'):
            assert secret not in answered.text

    @pytest.mark.parametrize("path", ["/enhanced/questions", "/tracks"])
    async def test_are_not_sent_again_when_held(self, anonymous: ProfilerClient, path: str) -> None:
        first = await anonymous.get(path)
        etag = first.headers["etag"]
        for held in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            again = await anonymous.get(path, headers={"If-None-Match": held})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == etag
        other = await anonymous.get(path, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200
        assert other.headers["cache-control"] == "public, max-age=300"


class TestTracks:
    async def test_are_the_five(self, anonymous: ProfilerClient) -> None:
        answered = await anonymous.get("/tracks")
        shown = TracksAnswer.model_validate_json(answered.content)
        assert [info.track for info in shown.tracks] == list(Track)
