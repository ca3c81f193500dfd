"""``python3 run.py assure``: the long suites, one after the other; 1 when one is not green."""

import sys
import time
from collections.abc import Callable, Sequence

from bench.machine import read_surroundings
from tests.assurance.crashes import run_crashes
from tests.assurance.machine import run_machine, run_mutants
from tests.assurance.plan import UNITS, Plan, parse_arguments
from tests.assurance.races import run_the_races
from tests.assurance.report import write_report
from tests.assurance.rotations import run_rotations
from tests.assurance.section import Section
from tests.assurance.work import Work

_PARTS: dict[str, Callable[[Work, Section], None]] = {
    "crashes": run_crashes,
    "races": run_the_races,
    "machine": run_machine,
    "rotations": run_rotations,
    "mutants": run_mutants,
}


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; the report is written anew after each part, and while crashes run."""
    plan = parse_arguments(arguments)
    sections = [_run(part, size, plan) for part, size in plan.sizes.items()]
    for section in sections:
        _say(f"{'ok    ' if section.is_ok else 'FAILED'} {section.part}: {section.summary}")
    return int(not all(section.is_ok for section in sections))


def _run(part: str, size: int, plan: Plan) -> Section:
    """One broken part must not hide what the others find."""
    _say(f"== {part}: {size} {UNITS[part]}, seed {plan.seed}")
    around = read_surroundings(command=["assure", *plan.arguments], seed=plan.seed)
    section, started = Section(part, UNITS[part], around), time.monotonic()

    def save(unfinished: Section) -> None:
        unfinished.took_s = round(time.monotonic() - started, 1)
        if plan.report is not None:
            write_report(unfinished, plan.report)

    try:
        _PARTS[part](Work(size, plan.seed, _say, save), section)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this part's failure.
        section.failures.append(f"broken off: {type(error).__name__}: {str(error)[:2000]}")
    save(section)
    return section


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
