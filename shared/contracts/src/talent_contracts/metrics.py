"""The metrics of both services, told in the same words: one alert rule serves both.

Every figure is read from the database or the key files when it is asked for, so that each worker
tells the same and a restart forgets nothing. The services only fill them in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "talent_"


@dataclass(frozen=True, slots=True)
class Metric:
    """A gauge: what it means and the names of its labels."""

    help: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a metric, which is named without the prefix."""

    metric: str
    labels: Mapping[str, str]
    value: float


METRICS: Final[Mapping[str, Metric]] = {
    "outbox_pending": Metric(
        "Deliveries that wait, by receiver and by the reason of the last failure (none: untried).",
        ("receiver", "reason"),
    ),
    "outbox_oldest_seconds": Metric(
        "Age of the oldest delivery that waits, since publication or since it was revived.",
        ("receiver", "reason"),
    ),
    "outbox_ended": Metric(
        "Deliveries that ended, by how: applied, superseded, erased, dead or discarded.",
        ("receiver", "state"),
    ),
    "outbox_leases_expired": Metric("Waiting deliveries whose sender's lease ran out."),
    "receiver_away": Metric(
        "1 while the circuit breaker towards the other service is open.", ("receiver",)
    ),
    "relay_seen_seconds": Metric(
        "Seconds since the relay last gave a sign of life.", ("receiver",)
    ),
    "inbox_received": Metric("Events received, by outcome.", ("outcome",)),
    "sweep_open": Metric(
        "Results that differ between the services and that nobody has accepted, by kind.",
        ("kind",),
    ),
    "sweep_seen": Metric("How often sweeps saw a difference, by kind.", ("kind",)),
    "journey_repaired": Metric("Flags that core gave back because their result was stored."),
    "keys": Metric("Signing keys, by key file and state.", ("ring", "state")),
    "keyring_age_seconds": Metric("Seconds since a key file last changed.", ("ring",)),
}
_OF_CORE: Final = {"journey_repaired"}
_OF_PROFILER: Final = {"sweep_open", "sweep_seen"}


def list_metrics(*, service: str) -> dict[str, Metric]:
    """What ``core`` or ``profiler`` tells."""
    others = _OF_PROFILER if service == "core" else _OF_CORE
    return {name: metric for name, metric in METRICS.items() if name not in others}


def group_samples(samples: Iterable[Sample], *, service: str) -> dict[str, list[Sample]]:
    """The samples of each metric of the service, also of those that have none now.

    Raises ``KeyError`` for a metric that the service does not tell, ``ValueError`` for labels that
    are not the metric's own.
    """
    told = list_metrics(service=service)
    found: dict[str, list[Sample]] = {name: [] for name in told}
    for sample in samples:
        if set(sample.labels) != set(told[sample.metric].labels):
            raise ValueError(f"{sample.metric} has other labels than {sorted(sample.labels)}")
        found[sample.metric].append(sample)
    return found
