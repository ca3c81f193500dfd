"""Canonical JSON: one spelling, and it reads back as the same value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_contracts.canonical import NotCanonical, canonical_bytes, sha256_hex

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


class TestCanonicalBytes:
    @given(JSON_VALUES)
    def test_reads_back_the_same_when_parsed(self, value: Any) -> None:
        assert json.loads(canonical_bytes(value)) == value

    @given(JSON_VALUES)
    def test_is_stable_when_written_again(self, value: Any) -> None:
        once = canonical_bytes(value)
        assert canonical_bytes(json.loads(once)) == once

    @given(st.dictionaries(TEXT, st.integers(), min_size=2, max_size=6))
    def test_order_of_keys_does_not_matter_when_hashed(self, value: dict[str, int]) -> None:
        assert sha256_hex(dict(reversed(value.items()))) == sha256_hex(value)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ({"b": 1, "a": [1.0, -0.0, 1e-5, 1e22]}, b'{"a":[1.0,-0.0,1e-05,1e+22],"b":1}'),
            ({"é": "\x7f/\u2028\n"}, '{"é":"\x7f/\u2028\\n"}'.encode()),
            (100, b"100"),
            (None, b"null"),
        ],
        ids=str,
    )
    def test_is_the_documented_text_when_written(self, value: Any, expected: bytes) -> None:
        assert canonical_bytes(value) == expected

    @pytest.mark.parametrize(
        "value",
        [float("nan"), float("inf"), "\ud800", {"\udfff": 1}, {1: 2}, [{None: 1}], {1, 2}, b"x"],
        ids=ascii,
    )
    def test_raises_when_there_is_no_spelling(self, value: Any) -> None:
        with pytest.raises(NotCanonical):
            canonical_bytes(value)

    def test_known_hash_is_kept_when_computed_today(self) -> None:
        expected = "43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777"
        assert sha256_hex({"b": 2, "a": 1}) == expected
