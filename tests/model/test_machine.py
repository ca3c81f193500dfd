"""The machine as CI runs it: the same examples every time. More: ``python -m tests.model``."""

from tests.model.machine import play
from tests.model.world import open_world

EXAMPLES = 60
SEED = 20


class TestProtocol:
    def test_agrees_with_model_whatever_happens(self) -> None:
        print(f"{EXAMPLES} examples, seed {SEED}")
        with open_world() as world:
            play(world, examples=EXAMPLES, seed_number=SEED)
