"""``python -m profiler.bank lint``: judge the shipped bank; exit 1 with one line per finding."""

import argparse
import sys

from profiler.bank.lint import lint_bank
from profiler.bank.lint.findings import Finding
from profiler.bank.loader import BankUnreadable, load_bank


def main(arguments: list[str] | None = None) -> int:
    """0 when the bank is sound, 1 with the findings on standard output."""
    parser = argparse.ArgumentParser(prog="python -m profiler.bank", description=__doc__)
    parser.add_argument("command", choices=["lint"])
    parser.parse_args(arguments)
    return report(_judge())


def report(findings: list[Finding]) -> int:
    """Print one line per finding and answer the exit code."""
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def _judge() -> list[Finding]:
    try:
        return lint_bank(load_bank())
    except BankUnreadable as error:
        return [Finding("unreadable", "bank", str(error))]


if __name__ == "__main__":
    sys.exit(main())
