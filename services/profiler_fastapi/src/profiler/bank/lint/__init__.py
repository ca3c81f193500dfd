"""Every rule of spec 10, section 1, as a small function with a stable code."""

from collections.abc import Mapping

from profiler.bank.lint import composition, keys, positions, wording
from profiler.bank.lint.findings import Finding, Rule
from profiler.bank.models import Bank

RULES: Mapping[str, Rule] = {
    **composition.RULES,
    **positions.RULES,
    **keys.RULES,
    **wording.RULES,
}


def lint_bank(bank: Bank) -> list[Finding]:
    """Everything that is wrong with a bank, in the order of the rules; empty when it is sound."""
    return [
        Finding(code, items, message)
        for code, rule in RULES.items()
        for items, message in rule(bank)
    ]


__all__ = ["RULES", "Finding", "Rule", "lint_bank"]
