"""``python -m tests.races --schedules N --seed S``: 1 when something was violated."""

import argparse
import sys
import time
from collections.abc import Sequence

from tests.model.engines import engines
from tests.races.run import run_races


def main(arguments: Sequence[str]) -> int:
    """Run the races and sum up."""
    parser = argparse.ArgumentParser(prog="python -m tests.races", description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first schedule")
    parser.add_argument("--times", type=int, default=1, help="each of them so often")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--stop", action="store_true", help="at the first violation")
    options = parser.parse_args(arguments)
    last = options.first + options.schedules
    numbers = list(range(options.first, last)) * options.times
    print(f"{len(numbers)} schedules, seed {options.seed}", flush=True)
    with engines():
        started = time.monotonic()
        outcome = run_races(
            seed=options.seed,
            numbers=numbers,
            processes=options.processes,
            say=lambda line: print(line, flush=True),
            stops=options.stop,
        )
    for what, count in sorted(outcome.seen.items()):
        print(f"{count:7} {what}")
    took_s = time.monotonic() - started
    print(f"{len(outcome.violations)} violations in {outcome.schedules} schedules, {took_s:.1f} s")
    return int(bool(outcome.violations))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
