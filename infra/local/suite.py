"""Run the tests on throw-away engines and sum up in pytest's own words."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from infra.local.paths import REPOSITORY
from infra.local.testing import test_engines
from infra.local.web import run_unit_tests

_NOTHING_COLLECTED = 5
_SUMMARY = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?)")
_STAGES = {
    "units": ["-n", "2", "-m", "not system"],
    # In the order of the folders: the longest files are among the last, and end together.
    "systems": ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "system"],
}


def run_tests(arguments: Sequence[str]) -> int:
    """Run the whole suite in three stages, or one pytest with the arguments; return its code."""
    stages = {"pytest": list(arguments)} if arguments else _STAGES
    started = time.monotonic()
    with test_engines() as environment:
        print(f"engines ready in {time.monotonic() - started:.1f} s", flush=True)
        results = [_run_stage(name, stage, environment) for name, stage in stages.items()]
    if not arguments:
        print("== web", flush=True)
        results.append(run_unit_tests())
    return _report(results, time.monotonic() - started)


def _run_stage(
    name: str, arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[int, Counter[str]]:
    """Run one pytest, show its output as it comes, and return its exit code and counts."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    argv = [sys.executable, "-m", "pytest", *arguments]
    last_line = ""
    with subprocess.Popen(
        argv, cwd=REPOSITORY, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line, end="", flush=True)
            last_line = line if line.strip() else last_line
    print(f"== {name}: {time.monotonic() - started:.1f} s", flush=True)
    return run.returncode, count_outcomes(last_line)


def count_outcomes(summary: str) -> Counter[str]:
    """Read pytest's last line, such as `3 passed, 1 skipped in 0.12s`, into counts."""
    return Counter({word.rstrip("s"): int(number) for number, word in _SUMMARY.findall(summary)})


def join_exit_codes(codes: Sequence[int]) -> int:
    """Return 0 when every run passed; a run that collected nothing counts only when all did."""
    failures = [code for code in codes if code not in {0, _NOTHING_COLLECTED}]
    if failures:
        return failures[0]
    return 0 if 0 in codes else _NOTHING_COLLECTED


def format_summary(counts: Mapping[str, int], seconds: float) -> str:
    """Write the counts the way pytest does."""
    order = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error")
    words = {"warning": "warnings", "error": "errors"}
    parts = [
        f"{counts[key]} {words.get(key, key) if counts[key] > 1 else key}"
        for key in order
        if counts.get(key)
    ]
    return f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"


def _report(results: Sequence[tuple[int, Counter[str]]], seconds: float) -> int:
    total: Counter[str] = Counter()
    for _, counts in results:
        total += counts
    del total["deselected"]  # The stages deselect each other's tests.
    print(format_summary(total, seconds), flush=True)
    return join_exit_codes([code for code, _ in results])
