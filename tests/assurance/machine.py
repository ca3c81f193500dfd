"""The stateful machine on both services, and the mutants that it must notice."""

import subprocess
import sys

from infra.local.paths import REPOSITORY
from tests.assurance.section import Section
from tests.assurance.work import Work, describe_planted
from tests.model.mutants import MUTANTS
from tests.model.mutants.command import judge_suite
from tests.model.mutants.suite import SEED, choose_suite


def run_machine(work: Work, section: Section) -> None:
    """In a process of its own; the first disagreement ends it. Its bugs are the mutants."""
    section.seeds = str(work.seed)
    argv = [sys.executable, "-m", "tests.model"]
    argv += ["--examples", str(work.size), "--seed", str(work.seed)]
    run = subprocess.run(argv, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        section.n = work.size
    else:  # Nobody knows how far it came.
        section.failures.append(run.stderr.strip()[-2000:])


def run_mutants(work: Work, section: Section) -> None:
    """One after the other; each that is not caught is a failure."""
    section.seeds = str(SEED)
    verdicts = judge_suite(choose_suite(), MUTANTS[: work.size], work.say)
    section.n, section.planted = len(verdicts), describe_planted(verdicts)
    section.failures = [v.mutant.name for v in verdicts if not v.is_caught]
