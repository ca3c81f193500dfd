"""What schedules led to."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """Of one or more schedules: ``seen`` counts answers by door, ``violations`` are sentences."""

    schedules: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Sum up."""
        self.schedules += other.schedules
        self.seen += other.seen
        self.violations += other.violations
