"""The verbs behind `python3 run.py`."""

import sys
from collections.abc import Callable, Sequence

from infra.local.errors import LocalError
from infra.local.run import run_system
from infra.local.suite import run_tests

_VERBS: dict[str, Callable[[Sequence[str]], int]] = {"run": run_system, "--test": run_tests}


def main(arguments: Sequence[str]) -> int:
    """Run the verb and return the exit code; what the user can fix is one line on stderr."""
    verb, *rest = arguments or ["run"]
    if verb not in _VERBS:
        print(f"unknown verb {verb!r}; known: {', '.join(_VERBS)}", file=sys.stderr)
        return 2
    try:
        return _VERBS[verb](rest)
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
