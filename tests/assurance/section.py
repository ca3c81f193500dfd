"""What one part of the assurance led to."""

from dataclasses import asdict, dataclass, field
from typing import Any

from bench.machine import Surroundings


@dataclass
class Section:
    """``n`` are the ``unit`` so far. ``planted`` tells of each planted bug how it was noticed, or
    None; a part that misses one counts as not run. ``figures`` are counts worth reading.
    """

    part: str
    unit: str
    surroundings: Surroundings
    seeds: str = ""
    n: int = 0
    failures: list[str] = field(default_factory=list)
    planted: dict[str, str | None] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    took_s: float = 0.0

    @property
    def is_ok(self) -> bool:
        """Whether it ran, found nothing and noticed everything that was planted."""
        return self.n > 0 and not self.failures and None not in self.planted.values()

    @property
    def summary(self) -> str:
        """n, failures, and for none of n the upper end of the 95 % interval. Chosen bugs are no
        sample: where nothing else was run there is no interval.
        """
        missed = [name for name, seen in self.planted.items() if seen is None]
        if not self.n:
            return f"did not come to an end, {len(self.failures)} failures"
        if missed:
            return f"counts as not run: {', '.join(missed)} was planted and not noticed"
        if self.n == len(self.planted):
            return f"all {self.n} {self.unit} noticed"
        text = f"{len(self.failures)} failures in {self.n} {self.unit}"
        if not self.failures:
            return f"{text}, so below {3 / self.n:.2g} with 95 % confidence (3/n)"
        return text

    def as_data(self) -> dict[str, Any]:
        """For the report's JSON."""
        return asdict(self)


def read_section(data: dict[str, Any]) -> Section:
    """What ``as_data`` gave."""
    return Section(**data | {"surroundings": Surroundings(**data["surroundings"])})
