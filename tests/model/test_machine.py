"""The machine as CI runs it: the same examples every time. More: ``python -m tests.model``."""

from tests.model.machine import play
from tests.model.world import open_world

EXAMPLES = 60
SEED = 2
FEWEST = 3
"""How often at least each of these is met."""
MET = (
    "erased with a lost answer",
    "erased with a reset not heard",
    "erased with a result not delivered",
    "erased with a sender asleep",
    "erased with a session open",
    "completed after the erasure",
    "the profiler erased by a 410",
)


class TestProtocol:
    def test_agrees_with_model_whatever_happens(self) -> None:
        print(f"{EXAMPLES} examples, seed {SEED}")
        with open_world() as world:
            tally = play(world, examples=EXAMPLES, seed_number=SEED)
        assert EXAMPLES / 4 < tally["erased"] < tally["examples"] - EXAMPLES / 4, tally
        assert {what: tally[what] for what in MET if tally[what] < FEWEST} == {}, tally
