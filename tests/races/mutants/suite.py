"""The races as a suite that is tried on mutants."""

from tests.model.mutants.trial import Run, Suite
from tests.races.run import VIOLATED

SCHEDULES = 300
SEED = 1


def choose_suite(schedules: int = SCHEDULES, *, processes: int = 2) -> Suite:
    """Up to that many schedules, ended by the first violation."""
    command = ("tests.races", "--stop", "--schedules", str(schedules), "--seed", str(SEED))
    return Suite((*command, "--processes", str(processes)), VIOLATED, _find_reason)


def _find_reason(run: Run) -> str:
    """The beginning of the first violation."""
    found = run.stdout.partition(VIOLATED)[2]
    return found.partition(" [--seed")[0].partition("\n")[0][:160]
