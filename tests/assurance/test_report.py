"""What the report says of a run, and of one that did not take place."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.machine import read_surroundings
from tests.assurance.plan import FULL, SHORT, UNITS, parse_arguments
from tests.assurance.report import write_report
from tests.assurance.section import Section


def make_section(part: str = "races", *, command: str = "assure", **found: Any) -> Section:
    section = Section(part, UNITS[part], read_surroundings(command=[command], seed=1), n=600)
    for name, value in found.items():
        setattr(section, name, value)
    return section


class TestSection:
    def test_tells_the_bound_when_nothing_failed(self) -> None:
        section = make_section(planted={"a bug": "I2: seen"})
        assert section.is_ok
        assert "0 failures in 600 reset-racing schedules, so below 0.005" in section.summary

    def test_counts_as_not_run_when_a_planted_bug_was_missed(self) -> None:
        section = make_section(planted={"a bug": "seen", "another": None})
        assert not section.is_ok
        assert "counts as not run: another" in section.summary

    def test_draws_no_bound_from_bugs_that_somebody_chose(self) -> None:
        section = make_section("mutants", n=2, planted={"a bug": "seen", "another": "seen"})
        assert section.summary == "all 2 mutants of the protocol noticed"

    @pytest.mark.parametrize("found", [{"failures": ["I3"]}, {"n": 0}])
    def test_is_not_ok_when_something_failed_or_nothing_ran(self, found: dict[str, Any]) -> None:
        section = make_section(**found)
        assert not section.is_ok
        assert "confidence" not in section.summary


class TestWriteReport:
    def test_keeps_the_sections_of_parts_that_were_not_run(self, tmp_path: Path) -> None:
        write_report(make_section("crashes", command="assure-once"), tmp_path)
        write_report(make_section("races", failures=["I3: seed 1"]), tmp_path)
        write_report(make_section("races", command="assure-twice"), tmp_path)
        found = json.loads((tmp_path / "assurance.json").read_text())
        assert list(found) == ["crashes", "races"]
        text = (tmp_path / "assurance.md").read_text()
        assert "run.py assure-once" in text
        assert "run.py assure-twice" in text
        assert "I3" not in text


class TestParseArguments:
    def test_runs_everything_in_full_and_reports_when_nothing_is_asked_for(self) -> None:
        plan = parse_arguments([])
        assert plan.sizes == FULL
        assert plan.report is not None

    def test_runs_what_is_asked_for(self) -> None:
        plan = parse_arguments(["--part", "races", "--races", "7"])
        assert plan.sizes == {"races": 7}

    def test_reports_a_short_run_only_on_request(self, tmp_path: Path) -> None:
        assert parse_arguments(["--short"]).sizes == SHORT
        assert parse_arguments(["--short"]).report is None
        assert parse_arguments(["--short", "--report", str(tmp_path)]).report == tmp_path

    @pytest.mark.parametrize("given", [["--report", "here"], ["--report=here"], []])
    def test_say_what_is_run_and_not_where_the_report_goes(self, given: list[str]) -> None:
        plan = parse_arguments(["--part", "races", *given, "--seed", "2"])
        assert plan.arguments == ("--part", "races", "--seed", "2")
