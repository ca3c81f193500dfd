"""What was asked for."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.local.paths import REPOSITORY
from tests.model.mutants import MUTANTS

REPORTS = REPOSITORY / "docs" / "reports"
FULL = {
    "crashes": 10_000,
    "races": 10_000,
    "machine": 1_000,
    "rotations": 1_000,
    "mutants": len(MUTANTS),
}
SHORT = {"crashes": 1, "races": 150, "machine": 60, "rotations": 250, "mutants": 3}
UNITS = {
    "crashes": "deaths at a named place",
    "races": "reset-racing schedules",
    "machine": "runs of the stateful machine",
    "rotations": "key rotations under traffic",
    "mutants": "mutants of the protocol",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """``sizes`` of the chosen parts, in the order in which they run. ``arguments`` are those that
    say what is run: where the report goes is the matter of one machine.
    """

    sizes: Mapping[str, int]
    seed: int
    report: Path | None
    arguments: tuple[str, ...]


def parse_arguments(arguments: Sequence[str]) -> Plan:
    """The plan; ends the program with a sentence when the arguments make none."""
    parser = argparse.ArgumentParser(prog="assure", description="Run the long suites and report.")
    parser.add_argument("--part", action="append", choices=FULL, help="may be given repeatedly")
    parser.add_argument("--short", action="store_true", help="small figures, to see that it runs")
    parser.add_argument("--seed", type=int, default=1)
    for part, size in FULL.items():
        parser.add_argument(f"--{part}", type=int, metavar="N", help=f"{UNITS[part]}; {size}")
    parser.add_argument(
        "--report", type=Path, help="folder; docs/reports by default, none by default if short"
    )
    given = parser.parse_args(arguments)
    usual = SHORT if given.short else FULL
    sizes = {
        part: getattr(given, part) or usual[part]
        for part in FULL
        if not given.part or part in given.part
    }
    report = given.report or (None if given.short else REPORTS)
    return Plan(sizes, given.seed, report, tuple(drop_report(arguments)))


def drop_report(arguments: Sequence[str]) -> list[str]:
    """Without ``--report``, in either of its forms."""
    follows = {place + 1 for place, one in enumerate(arguments) if one == "--report"}
    return [
        one
        for place, one in enumerate(arguments)
        if place not in follows and one.partition("=")[0] != "--report"
    ]
