"""The whole machine, and running it."""

from collections import Counter

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.erasure_rules import ErasureRules
from tests.model.forgery_rules import ForgeryRules
from tests.model.world import World

STEPS = 25


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
    phases = [Phase.generate, *([Phase.shrink] if is_shrinking else [])]
    run_state_machine_as_test(
        seed(seed_number)(Machine),
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
    return Machine.tally
