"""Resets racing results."""

from tests.assurance.section import Section
from tests.assurance.work import Work, describe_planted
from tests.model.engines import engines
from tests.model.mutants.command import judge_suite
from tests.races.mutants import MUTANTS
from tests.races.mutants.suite import choose_suite
from tests.races.run import run_races

_PROCESSES = 2


def run_the_races(work: Work, section: Section) -> None:
    """The bugs first: whatever misses them need not run for long."""
    section.seeds = str(work.seed)
    with engines():
        section.planted = describe_planted(judge_suite(choose_suite(), MUTANTS, work.say))
        outcome = run_races(
            seed=work.seed,
            numbers=range(work.size),
            processes=_PROCESSES,
            say=work.say,
            stops=False,
        )
    section.n, section.failures = outcome.schedules, outcome.violations
    section.figures = dict(outcome.seen)
