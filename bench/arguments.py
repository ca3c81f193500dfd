"""What one run measures, chosen on the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.local.paths import REPOSITORY

PARTS = ("journey", "completions", "answers", "dashboard", "drain", "phone")
LEAST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """The choices of one run. ``factor`` widens the bars for slow machines."""

    parts: tuple[str, ...]
    learners: int
    at_once: int
    factor: float
    rounds: int
    seconds: int
    connections: int
    bystanders: int
    queued: int
    seed: int
    report: Path

    @property
    def is_side_by_side(self) -> bool:
        """Whether anything is compared with pgbench."""
        return not {"answers", "dashboard"}.isdisjoint(self.parts)


def parse_arguments(arguments: Sequence[str]) -> Plan:
    """The plan; ends the program with a sentence when the arguments make none."""
    parser = _make_parser()
    given = parser.parse_args(arguments)
    if given.rounds < LEAST_ROUNDS:
        parser.error(f"--rounds: at least {LEAST_ROUNDS}, fewer have no median worth printing")
    chosen = set(given.parts) or set(PARTS)
    if not chosen <= set(PARTS):
        parser.error(f"known parts: {', '.join(PARTS)}; found {', '.join(sorted(chosen))}")
    values = vars(given) | {"parts": tuple(part for part in PARTS if part in chosen)}
    return Plan(**values)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"any of {', '.join(PARTS)}; all by default")
    parser.add_argument("--learners", type=_count, default=100, help="acting learners of each part")
    parser.add_argument("--at-once", type=_count, default=4, help="learners walking at a time")
    parser.add_argument("--factor", type=_measure, default=1.0, help="widens the bars")
    parser.add_argument("--rounds", type=_count, default=LEAST_ROUNDS, help="interleaved rounds")
    parser.add_argument("--seconds", type=_count, default=5, help="length of each measurement")
    parser.add_argument("--connections", type=_count, default=64, help="of ours and of pgbench")
    parser.add_argument(
        "--bystanders", type=_count, default=10_000, help="learners who only fill the tables"
    )
    parser.add_argument("--queued", type=_count, default=5_000, help="results that wait to drain")
    parser.add_argument("--seed", type=_count, default=7, help="of every draw")
    parser.add_argument(
        "--report", type=Path, default=REPOSITORY / ".run-bench", help="where bench.{md,json} go"
    )
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _measure(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number
