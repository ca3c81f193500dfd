"""What came back is read within bounds and taken for no more than it is."""

import pytest

from talent_contracts.answers import read_answer, read_code, read_retry_after
from talent_contracts.delivery import Answer


class TestReadRetryAfter:
    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            (None, None),
            ("7", 7.0),
            ("9" * 5000, 999_999_999.0),
            ("soon", None),
            ("-1", None),
            ("\u0661", None),
            ("\u00b2", None),
            ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_reads_both_forms_and_nothing_else(
        self, text: str | None, seconds: float | None
    ) -> None:
        assert read_retry_after(text) == seconds


class TestReadCode:
    @pytest.mark.parametrize(
        ("body", "code"),
        [(b'{"code":"x","y":1}', "x"), (b"", None), (b"<html>", None), (b'{"code":1}', None)],
    )
    def test_reads_a_problem_and_nothing_else(self, body: bytes, code: str | None) -> None:
        assert read_code(body) == code


class TestReadAnswer:
    def test_puts_the_parts_together(self) -> None:
        body = b'{"code":"busy"}'
        assert read_answer(429, body, "3") == Answer(429, "busy", body, 3.0)
