"""Core's figures in Prometheus' text format."""

import hmac
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import connection
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pydantic import SecretStr

from core.platform.access.actors import Actor
from core.platform.access.scopes import reading
from core.platform.common.errors import NotAuthenticated, NotFound
from talent_contracts.keyrings import list_states
from talent_contracts.metrics import PREFIX, Sample, group_samples, list_metrics

SERVICE = "core"


def check_token(token: SecretStr | None, authorization: str) -> None:
    """Raises NotFound without a token in the settings, NotAuthenticated for any other."""
    if token is None:
        raise NotFound
    expected = f"Bearer {token.get_secret_value()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        raise NotAuthenticated("Send the token of the settings: Authorization: Bearer …")


def write_metrics(keys: Path) -> bytes:
    """Queues, dead letters, breaker, repairs and keys as they are now."""
    return generate_latest(Exposition([*_read_figures(), *_read_keys(keys)]))


def _read_figures() -> list[Sample]:
    """Whoever holds the token sees figures about all rows, and none of the rows."""
    with reading(Actor.anonymous()), connection.cursor() as cursor:
        cursor.execute("select metric, labels::text, value from list_figures()")
        rows = cursor.fetchall()
    return [Sample(metric, json.loads(labels), value) for metric, labels, value in rows]


def _read_keys(folder: Path) -> Iterator[Sample]:
    for ring, (states, changed_at) in list_states(folder).items():
        yield Sample("keyring_age_seconds", {"ring": ring}, max(0.0, time.time() - changed_at))
        for state, count in states.items():
            yield Sample("keys", {"ring": ring, "state": state}, count)


class Exposition(Collector):
    """Samples as prometheus-client writes them."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._groups = group_samples(samples, service=SERVICE)

    def collect(self) -> Iterator[Metric]:
        """One family per metric, also when it has no sample now."""
        for name, metric in list_metrics(service=SERVICE).items():
            family = GaugeMetricFamily(PREFIX + name, metric.help, labels=metric.labels)
            for sample in self._groups[name]:
                family.add_metric([sample.labels[label] for label in metric.labels], sample.value)
            yield family
