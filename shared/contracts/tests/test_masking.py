"""Nothing a person wrote can be read in a masked event; what an operator needs can."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_contracts.masking import mask_personal_text

EXAMPLES = Path(__file__).parents[1] / "examples"


class TestMask:
    @pytest.mark.parametrize(
        "text",
        [
            "profiling.completed",
            "evt_01890a5d-ac96-774b-bcce-b302099a8021",
            "2026-05-28T20:26:40+00:00",
            "0" * 64,
            "talent-core:prod",
        ],
    )
    def test_leaves_codes_ids_and_instants(self, text: str) -> None:
        assert mask_personal_text(text) == text

    @given(st.text(), st.text())
    def test_shows_no_sentence(self, before: str, after: str) -> None:
        text = f"{before} {after}"
        assert mask_personal_text(text) == f"({len(text)} characters)"

    def test_keeps_numbers_and_the_shape(self) -> None:
        value = {"a": [1, 2.5, None, True, "two words"], "b": {"c": "code"}}
        assert mask_personal_text(value) == {
            "a": [1, 2.5, None, True, "(9 characters)"],
            "b": {"c": "code"},
        }

    def test_hides_the_words_of_a_real_result(self) -> None:
        event = json.loads((EXAMPLES / "profiling-completed.v2.json").read_bytes())
        shown = json.dumps(mask_personal_text(event))
        assert event["result"]["value_statement"]["text"] not in shown
        assert event["learner_id"] in shown
        assert event["ticket"] not in shown or len(event["ticket"]) <= 80
