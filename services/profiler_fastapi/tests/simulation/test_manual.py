import json
import xml.etree.ElementTree as ET
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from profiler.bank import load_bank
from profiler.simulation.__main__ import conclude
from profiler.simulation.manual import draw_plots, write_manual, write_table

REPORT: dict[str, Any] = json.loads(
    (Path(__file__).parents[4] / "docs/reports/psych_report.json").read_text("utf-8")
)
DOCS = Path(__file__).parents[4] / "docs"


class TestWriteManual:
    def test_is_what_stands_in_docs(self) -> None:
        """Generated from the committed report: nobody edits the manual by hand."""
        assert (DOCS / "profiler-manual.md").read_text("utf-8") == write_manual(REPORT)

    def test_names_every_gate_and_mutation(self) -> None:
        manual = write_manual(REPORT)
        assert all(gate["metric"] in manual for gate in REPORT["gates"])
        assert all(mutation["name"] in manual for mutation in REPORT["mutations"])

    def test_marks_what_failed(self) -> None:
        assert write_manual(REPORT).count("**no**") == sum(not g["passed"] for g in REPORT["gates"])


class TestDrawPlots:
    def test_are_what_stands_in_docs_and_are_xml(self) -> None:
        plots = draw_plots(REPORT)
        assert len(plots) == 4
        for name, drawing in plots.items():
            assert (DOCS / "reports" / name).read_text("utf-8") == drawing
            assert ET.fromstring(drawing).tag.endswith("svg")


class TestWriteTable:
    def test_has_a_row_per_value(self) -> None:
        assert write_table([{"a_b": 1, "c": True}, {"a_b": 2, "c": False}]) == (
            "| a b | c |\n|---|---|\n| 1 | yes |\n| 2 | **no** |"
        )


class TestConclude:
    @pytest.mark.parametrize(("passed", "code"), [(True, 0), (False, 1)])
    def test_exits_by_the_verdict(
        self, passed: bool, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        gate = REPORT["gates"][0] | {"passed": passed}
        assert conclude(REPORT | {"passed": passed, "gates": [gate]}, tmp_path) == code
        assert (tmp_path / "reports" / "psych_report.json").exists()
        assert capsys.readouterr().out.startswith("ok  " if passed else "FAIL")


class TestReport:
    def test_is_of_this_bank(self) -> None:
        """After a change of keys, difficulties or order, run ``make simulate`` and commit."""
        hashes = asdict(load_bank().hashes)
        frozen = REPORT["bank"]["hashes"]
        assert {n: frozen[n] for n in ("structure", "scoring")} == {
            n: hashes[n] for n in ("structure", "scoring")
        }

    def test_passes_only_when_everything_does(self) -> None:
        gates = all(gate["passed"] for gate in REPORT["gates"])
        assert REPORT["passed"] is (gates and all(m["is_caught"] for m in REPORT["mutations"]))
