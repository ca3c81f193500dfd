"""The verbs behind `python3 run.py`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from infra.local.errors import LocalError

# Verb, module and function: a verb imports only what it needs, because some need much.
VERBS: Mapping[str, tuple[str, str]] = {
    "run": ("run", "run_system"),
    "--test": ("suite", "run_tests"),
    "check": ("checks", "run_checks"),
    "openapi": ("checks", "generate"),
    "journey": ("commands", "walk_journey"),
    "bench": ("commands", "run_bench"),
    "e2e": ("commands", "run_end_to_end"),
    "faults": ("commands", "run_faults"),
    "assure": ("commands", "run_assurance"),
    "simulate": ("commands", "run_simulation"),
    "mutants": ("commands", "run_mutants"),
    "web": ("web", "run_web"),
    "lock": ("locks", "compile_locks"),
    "status": ("control", "show_status"),
    "stop": ("control", "stop_instance"),
    "clean": ("control", "clean"),
}


def main(arguments: Sequence[str]) -> int:
    """Run the verb and return the exit code; what the user can fix is one line on stderr."""
    verb, *rest = arguments or ["run"]
    if verb not in VERBS:
        print(f"error: unknown verb {verb!r}; known: {', '.join(VERBS)}", file=sys.stderr)
        return 2
    module, name = VERBS[verb]
    run: Callable[[Sequence[str]], int] = getattr(import_module(f"infra.local.{module}"), name)
    try:
        return run(rest)
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
