"""Strict JSON: agrees with the standard reader on what is unambiguous, refuses the rest."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.tests.test_canonical import JSON_VALUES
from talent_contracts.strict_json import MalformedJson, RefusedText, TooLarge, parse_strict

KIB = 1024
MIB = KIB * KIB


def read(raw: bytes) -> object:
    return parse_strict(raw, max_bytes=MIB)


class TestParseStrict:
    @given(JSON_VALUES.filter(lambda value: "\\u0000" not in json.dumps(value)))
    def test_agrees_with_the_standard_reader_when_valid(self, value: Any) -> None:
        assert read(json.dumps(value).encode()) == value

    @given(st.binary(max_size=200))
    def test_raises_nothing_else_when_given_any_bytes(self, raw: bytes) -> None:
        try:
            read(raw)
        except (MalformedJson, RefusedText):
            return

    @given(st.text('[]{}",:\\ \n0eE+-.u1nulltruefalsNaIity', max_size=60))
    def test_raises_nothing_else_when_given_almost_json(self, text: str) -> None:
        try:
            read(text.encode())
        except (MalformedJson, RefusedText):
            return

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b" ",
            b"\xff",
            b"\xef\xbb\xbf{}",
            b"{",
            b"{}{}",
            b'{"a":1,"a":2}',
            b'{"a":1,"\\u0061":2}',
            b'[{"b":{"a":1,"a":1}}]',
            b"NaN",
            b"[Infinity]",
            b"-Infinity",
            b"1e999",
            b"-1e999",
            b"9" * 5_000,
            b"[" * 33 + b"]" * 33,
            b'{"a":' * 33 + b"1" + b"}" * 33,
            b'"\x00"',
            b'"\xed\xa0\x80"',
            b"'a'",
            b"[1,]",
            b"01",
            b"{'a':1}",
            b"/* */1",
        ],
        ids=lambda raw: ascii(raw[:30]),
    )
    def test_raises_malformed_when_readers_could_differ(self, raw: bytes) -> None:
        with pytest.raises(MalformedJson):
            read(raw)

    @pytest.mark.parametrize("unit", [b"[", b'{"a":', b'[{"":', b'["",'])
    def test_refuses_quickly_when_nested_very_deeply(self, unit: bytes) -> None:
        started = time.perf_counter()
        with pytest.raises(MalformedJson):
            read(unit * 100_000)
        assert time.perf_counter() - started < 1

    def test_counts_no_brackets_when_they_stand_in_strings(self) -> None:
        text = '[{"\\"' * 40
        assert read(json.dumps(text).encode()) == text

    def test_accepts_when_nested_as_deep_as_allowed(self) -> None:
        assert read(b"[" * 32 + b"]" * 32)

    def test_raises_too_large_when_one_byte_over(self) -> None:
        assert parse_strict(b'"12"', max_bytes=4) == "12"
        with pytest.raises(TooLarge):
            parse_strict(b'"123"', max_bytes=4)

    @pytest.mark.parametrize(
        ("raw", "pointer", "code"),
        [
            (b'"\\u0000"', "", "nul-character"),
            (b'{"a/b":{"~":["x","\\u0000"]}}', "/a~1b/~0/1", "nul-character"),
            (b'{"a":{"b\\u0000":1}}', "/a", "nul-character"),
            (b'{"a":"\\ud800"}', "/a", "lone-surrogate"),
            (b'{"\\udfff":1}', "", "lone-surrogate"),
            (b'["\\ude00\\ud83d"]', "/0", "lone-surrogate"),
        ],
    )
    def test_raises_refused_text_when_it_cannot_be_stored(
        self, raw: bytes, pointer: str, code: str
    ) -> None:
        with pytest.raises(RefusedText) as refused:
            read(raw)
        assert (refused.value.pointer, refused.value.code) == (pointer, code)

    def test_accepts_when_surrogates_are_a_pair(self) -> None:
        assert read(b'"\\ud83d\\ude00"') == "😀"


nested = st.recursive(
    st.text(alphabet='[]{}"\\,:a', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('[{"\\', max_size=3), inner)
    ),
    max_leaves=12,
)


def measure_depth(value: object) -> int:
    inner = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    )
    return 0 if inner is None else 1 + max(map(measure_depth, inner), default=0)


class TestDepth:
    @given(value=nested, max_depth=st.integers(0, 6))
    def test_counts_no_bracket_of_a_string(self, value: object, max_depth: int) -> None:
        raw = json.dumps(value).encode()
        if measure_depth(value) <= max_depth:
            assert parse_strict(raw, max_bytes=10_000, max_depth=max_depth) == value
        else:
            with pytest.raises(MalformedJson):
                parse_strict(raw, max_bytes=10_000, max_depth=max_depth)
