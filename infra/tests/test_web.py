"""What a run of vitest is counted as."""

import json
from collections import Counter
from pathlib import Path

import pytest

from infra.local.web import count_outcomes


def write(folder: Path, passed: int, failed: int, pending: int) -> Path:
    report = folder / "report.json"
    report.write_text(
        json.dumps({"numPassedTests": passed, "numFailedTests": failed, "numPendingTests": pending})
    )
    return report


class TestCountOutcomes:
    def test_gives_pytests_words(self, tmp_path: Path) -> None:
        counts = count_outcomes(write(tmp_path, 830, 2, 1))
        assert counts == Counter(passed=830, failed=2, skipped=1)

    def test_takes_a_missing_report_for_an_error(self, tmp_path: Path) -> None:
        assert count_outcomes(tmp_path / "report.json") == Counter(error=1)

    def test_takes_a_run_without_tests_for_an_error(self, tmp_path: Path) -> None:
        assert count_outcomes(write(tmp_path, 0, 0, 0)) == Counter(error=1)

    def test_refuses_a_report_of_another_shape(self, tmp_path: Path) -> None:
        (tmp_path / "report.json").write_text("{}")
        with pytest.raises(KeyError):
            count_outcomes(tmp_path / "report.json")
