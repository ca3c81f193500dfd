"""The whole machine, and running it."""

import random
from collections import Counter

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.erasure_rules import ErasureRules
from tests.model.forgery_rules import ForgeryRules
from tests.model.world import World

STEPS = 25
FRESH = 9
"""From the tenth example of a run on, Hypothesis follows each by five that repeat parts of it: of
60 in one run some 18 are examples of their own."""


class ProtocolMachine(ErasureRules, ForgeryRules):
    """A learner, admins and a bad network, on both services at once."""


def play(
    world: World, *, examples: int, seed_number: int, is_shrinking: bool = True
) -> Counter[str]:
    """What was played. Raises what the first example raises that the services and the model do not
    agree about.
    """

    class Machine(ProtocolMachine):
        pass

    Machine.world, Machine.tally = world, Counter()
    drawn = random.Random(seed_number)
    for first in range(0, examples, FRESH):
        _play_few(Machine, min(FRESH, examples - first), drawn.getrandbits(32), is_shrinking)
    return Machine.tally


def _play_few(
    machine: type[ProtocolMachine], examples: int, seed_number: int, is_shrinking: bool
) -> None:
    phases = [Phase.generate, *([Phase.shrink] if is_shrinking else [])]
    run_state_machine_as_test(
        seed(seed_number)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=phases,
            print_blob=False,
            verbosity=Verbosity.normal,
            suppress_health_check=list(HealthCheck),
        ),
    )
