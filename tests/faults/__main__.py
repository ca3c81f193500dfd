"""``python3 run.py faults``: the fault matrix on a system of its own; 1 when a row failed."""

import argparse
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from bench.machine import Facts, read_facts
from infra.local.paths import REPOSITORY
from tests.faults.matrix import MATRIX
from tests.faults.report import Report, format_line, write_report
from tests.faults.row import Row
from tests.faults.run_row import Outcome, run_row
from tests.faults.stage import Stage, open_stage

_FULL_SEEDS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows to run with each of the seeds, and where the report goes, if anywhere.

    Rows that were asked for by name run even when the matrix excludes them.
    """

    rows: tuple[Row, ...]
    seeds: range
    report: Path | None
    is_named: bool = False


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for, a line per row; the report is written anew after each seed."""
    plan = parse_arguments(arguments)
    _say("starting a system of its own")
    with open_stage() as stage:
        report = Report(_read_facts(stage, plan, arguments), plan.rows, [])
        for seed in plan.seeds:
            for outcome in _run(stage, plan, seed):
                report.outcomes.append(outcome)
                _say(format_line(outcome))
            if plan.report is not None:
                write_report(report, plan.report)
    _say(report.summary)
    return 1 if report.failures or not report.outcomes else 0


def _read_facts(stage: Stage, plan: Plan, arguments: Sequence[str]) -> Facts:
    facts = read_facts(stage.databases, arguments=arguments, seed=plan.seeds.start)
    return replace(facts, command=facts.command.replace("run.py bench", "run.py faults", 1))


def parse_arguments(arguments: Sequence[str]) -> Plan:
    """The plan; ends the program with a sentence when the arguments make none."""
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"every row with {_FULL_SEEDS} seeds")
    parser.add_argument("--every-row", action="store_true", help="every row, not only CI's")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, help="how many seeds")
    parser.add_argument("--rows", default="", help="names, separated by commas")
    parser.add_argument(
        "--report",
        nargs="?",
        type=Path,
        const=REPOSITORY / "docs" / "reports",
        help="write faults.{md,json} there; docs/reports by default",
    )
    given = parser.parse_args(arguments)
    wanted = {name.strip() for name in given.rows.split(",")} - {""}
    if unknown := wanted - {row.name for row in MATRIX}:
        known = "\n  ".join(row.name for row in MATRIX)
        parser.error(f"no row {', '.join(sorted(unknown))}; known:\n  {known}")
    is_every = given.full or given.every_row
    rows = tuple(row for row in MATRIX if (row.name in wanted if wanted else row.ci or is_every))
    count = given.seeds or (_FULL_SEEDS if given.full else 1)
    return Plan(rows, range(given.seed, given.seed + count), given.report, bool(wanted))


def _run(stage: Stage, plan: Plan, seed: int) -> Iterator[Outcome]:
    for row in plan.rows:
        if row.excluded is None or plan.is_named:
            yield _run_guarded(stage, row, seed)


def _run_guarded(stage: Stage, row: Row, seed: int) -> Outcome:
    """One broken row must not hide what the others find."""
    try:
        return run_row(stage, row, seed=seed)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this row's failure.
        problem = _describe(error)
        return Outcome(row.name, seed, "broken off", None, 0, 0.0, (problem,))


def _describe(error: Exception) -> str:
    """The error, where it came from, and what a service said."""
    said = f": {error.response.text[:300]}" if isinstance(error, httpx.HTTPStatusError) else ""
    where = traceback.extract_tb(error.__traceback__)[-1]
    first_line = str(error).partition("\n")[0][:300]
    return (
        f"{type(error).__name__}: {first_line}{said} ({Path(where.filename).name}:{where.lineno})"
    )


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
