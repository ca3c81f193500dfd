"""The metrics of both services, told in the same words: one alert rule serves both.

Every figure is read from the database or the key files when it is asked for, so that each worker
tells the same and a restart forgets nothing. The services read the database and guard the door.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from pydantic import SecretStr

from talent_contracts.keyrings import list_states

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


class Family(Protocol):
    """What a metrics library knows about one gauge."""

    def add_metric(self, labels: Sequence[str], value: float) -> None:
        """One value, with those of its labels in the order in which the family names them."""


F = TypeVar("F", bound=Family)
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


def fill_families(
    samples: Iterable[Sample], make: Callable[[str, str, Sequence[str]], F], *, service: str
) -> Iterator[F]:
    """One family per metric of the service, also when it has no sample now.

    ``make`` takes the full name, the help and the names of the labels. Raises what
    ``group_samples`` raises.
    """
    groups = group_samples(samples, service=service)
    for name, metric in list_metrics(service=service).items():
        family = make(PREFIX + name, metric.help, metric.labels)
        for sample in groups[name]:
            family.add_metric([sample.labels[label] for label in metric.labels], sample.value)
        yield family


def read_keys(folder: Path, *, now: float) -> Iterator[Sample]:
    """States and ages of the key files in a folder, at ``now`` (unix seconds).

    Raises ``KeyringInvalid`` for a file that cannot be read.
    """
    for ring, (states, changed_at) in list_states(folder).items():
        yield Sample("keyring_age_seconds", {"ring": ring}, max(0.0, now - changed_at))
        for state, count in states.items():
            yield Sample("keys", {"ring": ring, "state": state}, count)


def is_operator(authorization: str, token: SecretStr) -> bool:
    """Whether the header carries the token; how near a wrong one comes, the time does not tell."""
    expected = f"Bearer {token.get_secret_value()}"
    return hmac.compare_digest(authorization.encode(), expected.encode())
