"""Ordering a crash: which process dies at which named place, and whether it has."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from talent_contracts.failpoints import FAILPOINTS
from tests.clients.waiting import wait_until

ARMED = Path(__file__).parents[1] / "armed"
HIT_WITHIN_S = 20.0
_BREATHER_S = 13.0
"""Between two deaths of one relay: the supervisor gives up after five restarts in a minute."""


@dataclass
class Orders:
    """At most one order at a time; ``hits`` counts the deaths at each place."""

    folder: Path
    hits: dict[str, int] = field(default_factory=dict)
    _killed_at: dict[str, float] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a system under test has to be started with."""
        return {"FAILPOINT_DIR": str(self.folder), "FAILPOINT_PYTHONPATH": str(ARMED)}

    def arm(self, name: str) -> None:
        """The first process that passes ``name`` from now on dies there."""
        if name not in FAILPOINTS:
            raise LookupError(f"there is no failpoint {name}")
        self._rest(name)
        (self.folder / name).touch()

    def await_hit(self, name: str) -> None:
        """Raises NeverHappened when nobody passes the place in time."""
        pattern = f"hit.{name}.*"
        struck = wait_until(
            lambda: list(self.folder.glob(pattern)), within_s=HIT_WITHIN_S, what=f"{name} hit"
        )
        for path in struck:
            path.unlink()
        self.hits[name] = self.hits.get(name, 0) + 1
        self._killed_at[_process_of(name)] = time.monotonic()

    def is_pending(self, name: str) -> bool:
        """Whether the order has not been carried out yet."""
        return (self.folder / name).exists()

    def _rest(self, name: str) -> None:
        if "relay" in name or "consumer" in name:
            passed = time.monotonic() - self._killed_at.get(_process_of(name), float("-inf"))
            time.sleep(max(0.0, _BREATHER_S - passed))


def _process_of(name: str) -> str:
    service, step, _ = name.split(".")
    return f"{service}-relay" if step in {"relay", "consumer"} else service
