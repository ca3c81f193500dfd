"""``python -m tests.model --examples N --seed S``: the machine for as long as you like."""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path

# What pytest knows from its settings.
sys.path.append(str(Path(__file__).parents[2] / "services/core_django/testing"))

from tests.model.engines import engines
from tests.model.machine import play
from tests.model.world import open_world


def main(arguments: Sequence[str]) -> None:
    """Play. Raises where the services and the model do not agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.model", description=__doc__)
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--no-shrink", action="store_true", help="stop at the first disagreement")
    options = parser.parse_args(arguments)
    print(f"{options.examples} examples, seed {options.seed}", flush=True)
    started = time.monotonic()
    logging.getLogger("django.request").setLevel(logging.ERROR)
    with engines(), open_world() as world:
        tally = play(
            world,
            examples=options.examples,
            seed_number=options.seed,
            is_shrinking=not options.no_shrink,
        )
    print(*(f"{count:>6} {what}" for what, count in tally.most_common()), sep="\n")
    print(f"agreed in {time.monotonic() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
