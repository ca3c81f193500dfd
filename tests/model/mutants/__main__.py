"""``python -m tests.model.mutants [--only NAME]``: the machine must catch each mutant."""

import argparse
import sys
from collections.abc import Sequence

from tests.model.mutants import MUTANTS
from tests.model.mutants.command import run_suite
from tests.model.mutants.suite import EXAMPLES, choose_suite


def main(arguments: Sequence[str]) -> int:
    """1 when a mutant survives, or was noticed by something else than the machine."""
    parser = argparse.ArgumentParser(prog="python -m tests.model.mutants", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="may be given repeatedly")
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    options = parser.parse_args(arguments)
    return run_suite(choose_suite(options.examples), MUTANTS, options.only)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
