"""``python -m tests.model.mutants [--only NAME]``: the machine must catch each mutant."""

import sys

from tests.model.mutants import MUTANTS
from tests.model.mutants.command import run_command
from tests.model.mutants.suite import EXAMPLES, choose_suite

if __name__ == "__main__":
    size = ("examples", EXAMPLES)
    sys.exit(run_command("tests.model.mutants", __doc__, MUTANTS, choose_suite, size=size))
