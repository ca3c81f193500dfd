"""Every rule finds its own fault, and the shipped bank has none."""

import pytest

from profiler.bank import load_bank
from profiler.bank.__main__ import main, report
from profiler.bank.lint import RULES, Finding, lint_bank
from services.profiler_fastapi.tests.bank.faults import FAULTS, codes


class TestLintBank:
    def test_finds_nothing_in_the_shipped_bank(self) -> None:
        assert lint_bank(load_bank()) == []

    def test_every_rule_has_a_planted_fault(self) -> None:
        assert set(FAULTS) == set(RULES)

    @pytest.mark.parametrize("code", FAULTS)
    def test_exactly_the_broken_rule_fails_when_its_fault_is_planted(self, code: str) -> None:
        assert codes(FAULTS[code]()) == {code}

    @pytest.mark.parametrize(
        ("code", "item_id"),
        [
            ("readability", "identity_1"),
            ("key-run", "cyber_aptitude_5"),
            ("misconceptions", "cyber_aptitude_1"),
            ("domain-pairs", "technical_exposure_1, technical_exposure_2"),
            ("rating-anchors", "technical_exposure_3"),
            ("terms", "identity_1"),
            ("key-echo", "cyber_aptitude_9"),
        ],
    )
    def test_the_finding_names_the_item(self, code: str, item_id: str) -> None:
        assert item_id in {finding.items for finding in lint_bank(FAULTS[code]())}


class TestCommand:
    def test_succeeds_on_the_shipped_bank(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["lint"]) == 0
        assert capsys.readouterr().out == ""

    def test_fails_with_a_line_per_finding(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert report([Finding("skills", "identity_1", "names no skill")]) == 1
        assert capsys.readouterr().out == "identity_1: skills: names no skill\n"
