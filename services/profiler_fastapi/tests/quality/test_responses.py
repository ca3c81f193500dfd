import pytest

from profiler.quality.responses import TimedAnswer, list_responses
from services.profiler_fastapi.tests.support.timed_answers import BANK


class TestListResponses:
    def test_stand_in_bank_order(self) -> None:
        answers = [TimedAnswer("work_style_1", "B", 9000), TimedAnswer("identity_1", "A")]
        first, second = list_responses(BANK, answers)
        assert (first.item.id, first.position, first.seconds) == ("identity_1", 0, None)
        assert (second.item.id, second.position, second.seconds) == ("work_style_1", 1, 9.0)

    def test_only_e_on_a_keyed_item_is_not_sure(self) -> None:
        ids = ("identity_1", "cyber_aptitude_1", "technical_exposure_1")
        found = list_responses(BANK, [TimedAnswer(item_id, "E") for item_id in ids])
        assert [response.is_not_sure for response in found] == [False, True, False]

    def test_refuses_what_the_bank_does_not_have(self) -> None:
        with pytest.raises(KeyError):
            list_responses(BANK, [TimedAnswer("identity_11", "A")])
        with pytest.raises(ValueError, match="tuple"):
            list_responses(BANK, [TimedAnswer("identity_1", "F")])
