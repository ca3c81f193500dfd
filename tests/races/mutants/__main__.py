"""``python -m tests.races.mutants [--only NAME]``: the races must catch each mutant."""

import sys

from tests.model.mutants.command import run_command
from tests.races.mutants import MUTANTS
from tests.races.mutants.suite import SCHEDULES, choose_suite

if __name__ == "__main__":
    size = ("schedules", SCHEDULES)
    sys.exit(run_command("tests.races.mutants", __doc__, MUTANTS, choose_suite, size=size))
