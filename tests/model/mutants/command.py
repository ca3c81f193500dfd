"""What the commands of suites share: the options, a line per mutant, and the exit code."""

import argparse
import time
from collections.abc import Callable, Sequence

from tests.model.mutants.mutant import Mutant
from tests.model.mutants.trial import NotSound, Suite, Verdict, try_mutants

Say = Callable[[str], None]


def judge_suite(suite: Suite, mutants: Sequence[Mutant], say: Say) -> list[Verdict]:
    """The verdicts, each told when it falls. Raises NotSound."""
    verdicts, started = list[Verdict](), time.monotonic()
    for verdict in try_mutants(suite, mutants):
        if not verdicts:
            say(f"sound ({time.monotonic() - started - verdict.took_s:.0f} s)")
        verdicts.append(verdict)
        name, took = verdict.mutant.name, f"({verdict.took_s:.0f} s)"
        say(f"{verdict.word:<8} {name} {took} {verdict.reason}")
    say(f"{sum(v.is_caught for v in verdicts)} of {len(mutants)} mutants caught")
    return verdicts


def run_command(
    module: str,
    about: str | None,
    mutants: Sequence[Mutant],
    choose_suite: Callable[[int], Suite],
    *,
    size: tuple[str, int],
) -> int:
    """1 when a mutant survives, or was noticed by something else than the suite.

    ``size`` is the option that says how large the suite is, and its default.
    """
    name, usual = size
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    parser.add_argument("--only", action="append", metavar="NAME", help="may be given repeatedly")
    parser.add_argument(f"--{name}", dest="size", metavar=name.upper(), type=int, default=usual)
    options = parser.parse_args()
    chosen = [mutant for mutant in mutants if not options.only or mutant.name in options.only]
    return _run_suite(choose_suite(options.size), chosen)


def _run_suite(suite: Suite, mutants: Sequence[Mutant]) -> int:
    try:
        verdicts = judge_suite(suite, mutants, lambda line: print(line, flush=True))
    except NotSound as found:
        print(f"NOT SOUND\n{found}", flush=True)
        return 1
    return int(not verdicts or not all(verdict.is_caught for verdict in verdicts))
