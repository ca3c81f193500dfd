"""``python -m tools.lint``: every rule over every file; exit 1 with the findings."""

import sys

from tools.lint.rules import RULES
from tools.lint.source import read_sources


def main() -> int:
    """Print the findings; 1 if there are any."""
    findings = [finding for one in read_sources() for rule in RULES for finding in rule(one)]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
