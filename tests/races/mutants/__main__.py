"""``python -m tests.races.mutants [--only NAME]``: the races must catch each mutant."""

import argparse
import sys
from collections.abc import Sequence

from tests.model.mutants.command import run_suite
from tests.races.mutants import MUTANTS
from tests.races.mutants.suite import SCHEDULES, choose_suite


def main(arguments: Sequence[str]) -> int:
    """1 when a mutant survives, or was noticed by something else than the races."""
    parser = argparse.ArgumentParser(prog="python -m tests.races.mutants", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="may be given repeatedly")
    parser.add_argument("--schedules", type=int, default=SCHEDULES)
    options = parser.parse_args(arguments)
    return run_suite(choose_suite(options.schedules), MUTANTS, options.only)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
