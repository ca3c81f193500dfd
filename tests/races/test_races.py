"""The races as CI runs them, and one planted bug. More: ``python -m tests.races``."""

from tests.model.mutants.trial import try_mutants
from tests.races.mutants import MUTANTS
from tests.races.mutants.suite import choose_suite
from tests.races.run import run_races

SCHEDULES = 100
SEED = 3


class TestRaces:
    def test_violate_nothing(self) -> None:
        outcome = run_races(
            seed=SEED, numbers=range(SCHEDULES), processes=1, say=print, stops=False
        )
        assert outcome.violations == []
        assert outcome.schedules == SCHEDULES
        for what in ("reset accepted", "undo accepted", "event applied", "event stale-epoch"):
            assert outcome.seen[what] > 10, outcome.seen
        assert outcome.seen["erase accepted"] > 5, outcome.seen

    def test_notice_that_a_lock_was_dropped(self) -> None:
        planted = [one for one in MUTANTS if one.name == "lock-dropped-for-results"]
        suite = choose_suite(50, processes=1)
        (verdict,) = try_mutants(suite, planted, is_known_sound=True)  # By the test above.
        assert verdict.is_caught, verdict.reason

    def test_have_a_place_for_every_bug(self) -> None:
        assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 4
