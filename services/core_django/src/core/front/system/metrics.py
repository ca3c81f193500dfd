"""Core's figures in Prometheus' text format."""

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
from talent_contracts.metrics import Sample, fill_families, is_operator, read_keys


def check_token(token: SecretStr | None, authorization: str) -> None:
    """Raises NotFound without a token in the settings, NotAuthenticated for any other."""
    if token is None:
        raise NotFound
    if not is_operator(authorization, token):
        raise NotAuthenticated("Send the token of the settings: Authorization: Bearer …")


def write_metrics(keys: Path) -> bytes:
    """Queues, dead letters, breaker, repairs and keys as they are now."""
    return generate_latest(Exposition([*_read_figures(), *read_keys(keys, now=time.time())]))


def _read_figures() -> list[Sample]:
    """Whoever holds the token sees figures about all rows, and none of the rows."""
    with reading(Actor.anonymous()), connection.cursor() as cursor:
        cursor.execute("select metric, labels::text, value from list_figures()")
        rows = cursor.fetchall()
    return [Sample(metric, json.loads(labels), value) for metric, labels, value in rows]


class Exposition(Collector):
    """Samples as prometheus-client writes them."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples = samples

    def collect(self) -> Iterator[Metric]:
        """Every metric of the service."""
        return fill_families(
            self._samples,
            lambda name, about, labels: GaugeMetricFamily(name, about, labels=labels),
            service="core",
        )
