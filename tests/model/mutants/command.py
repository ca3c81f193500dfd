"""What the commands of suites share: a line per mutant, and the exit code."""

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


def run_suite(suite: Suite, mutants: Sequence[Mutant], only: Sequence[str] | None) -> int:
    """1 when one survives, or was noticed by something else; ``only`` chooses by name."""
    chosen = [mutant for mutant in mutants if not only or mutant.name in only]
    try:
        verdicts = judge_suite(suite, chosen, lambda line: print(line, flush=True))
    except NotSound as found:
        print(f"NOT SOUND\n{found}", flush=True)
        return 1
    return int(not verdicts or not all(verdict.is_caught for verdict in verdicts))
