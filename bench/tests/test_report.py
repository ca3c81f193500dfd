import json
from pathlib import Path

from bench.completions import Completions
from bench.figures import Comparison
from bench.journey import Arrivals
from bench.machine import Facts
from bench.report import Run, format_comparison, format_table, write_report
from bench.tests.test_figures import make_sample

FACTS = Facts(
    began_at="2026-01-01T00:00:00+00:00",
    command="python3 run.py bench",
    seed=7,
    commit="abc",
    is_commit_whole=False,
    processor="some",
    cores=2,
    memory_gib=8.0,
    load_before=0.5,
    python="3.11.0",
    postgres="18.4",
    durability={"fsync": "on"},
)
COMPARISON = Comparison(
    "answers",
    [make_sample(rate) for rate in (300.123456789, 200, 100)],
    [make_sample(rate) for rate in (1000, 1000, 1000)],
    "begin;\ncommit;\n",
)


class TestFormatTable:
    def test_lines_up_when_cells_differ_in_length(self) -> None:
        table = format_table(("a", "b"), [("long", "1"), ("x", "22")])

        assert table.splitlines() == [
            "| a    | b  |",
            "| ---- | -- |",
            "| long | 1  |",
            "| x    | 22 |",
        ]


class TestFormatComparison:
    def test_shows_both_sides_their_ratio_and_the_script(self) -> None:
        shown = format_comparison(COMPARISON)

        row = next(line for line in shown.splitlines() if "requests per second" in line)
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1:] == ["200 (100-300)", "1,000 (1,000-1,000)", "0.200 (0.100-0.300)"]
        assert "```sql\nbegin;\ncommit;\n```" in shown


class TestWriteReport:
    def test_writes_both_files_with_what_makes_them_evidence(self, tmp_path: Path) -> None:
        arrivals = Arrivals([100.0] * 18 + [4000, 4000], at_once=4, factor=3, walked_s=9)

        completions = Completions(
            [20.0] * 9 + [51.0], [1.0], [2.0], 800.0, factor=1, foreign_share=0
        )

        run = Run(FACTS, {"learners": 20}, arrivals, completions, [COMPARISON])
        write_report(run, tmp_path / "reports")

        found = json.loads((tmp_path / "reports/bench.json").read_text())
        text = (tmp_path / "reports/bench.md").read_text()
        assert (found["facts"]["command"], found["facts"]["seed"]) == (FACTS.command, 7)
        assert (found["journey"]["p95_ms"], found["journey"]["is_within_bars"]) == (4000, False)
        assert [one["per_second"] for one in found["answers"]["ours"]] == [300.123, 200, 100]
        assert found["completions"]["p99_ms"] == 51
        assert not found["completions"]["is_within_bars"]
        assert not run.is_within_bars
        assert "The bar is BROKEN." in text
        assert "abc with uncommitted changes" in text
        assert "The bars are BROKEN." in text
