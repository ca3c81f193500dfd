import pytest

from bench.answers import check_growth
from bench.load import WrongAnswerError


class TestCheckGrowth:
    def test_passes_when_every_session_grew_by_what_was_told(self) -> None:
        check_growth({"a": 5, "b": 2}, {"a": 8, "b": 2, "c": 1}, {"a": 3, "c": 1})

    @pytest.mark.parametrize(
        "after",
        [
            pytest.param({"a": 7}, id="an answer was lost"),
            pytest.param({"a": 9}, id="an answer came from nowhere"),
            pytest.param({"a": 8, "b": 1}, id="it lies in another session"),
            pytest.param({}, id="the session is gone"),
        ],
    )
    def test_refuses_when_told_and_stored_differ(self, after: dict[str, int]) -> None:
        with pytest.raises(WrongAnswerError, match="told"):
            check_growth({"a": 5}, after, {"a": 3})
