"""The machine as a suite that is tried on mutants."""

import re

from tests.model.mutants.trial import Run, Suite

EXAMPLES = 60
SEED = 2
_NOTICED = "Failing test case"
_RAISED = re.compile(r"^([\w.]*(?:Error|Broken|Happened)\b.*)$", re.MULTILINE)


def choose_suite(examples: int = EXAMPLES) -> Suite:
    """The machine with that many examples."""
    command = ("tests.model", "--no-shrink", "--examples", str(examples), "--seed", str(SEED))
    return Suite(command, _NOTICED, _find_reason)


def _find_reason(run: Run) -> str:
    """The beginning of what was raised last."""
    raised = _RAISED.findall(run.stderr.partition(_NOTICED)[0])
    return str(raised[-1])[:120] if raised else ""
