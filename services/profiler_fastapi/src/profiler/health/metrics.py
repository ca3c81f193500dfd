"""``GET /metrics`` for whoever runs the service, in Prometheus' text format."""

import asyncio
import hmac
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import text

from profiler.access.errors import Unauthenticated
from profiler.common.documentation import OPERATORS, problems
from profiler.common.errors import NotFound
from profiler.dependencies import ServicesDep
from profiler.settings import Settings
from talent_contracts.keyrings import list_states
from talent_contracts.metrics import PREFIX, Sample, group_samples, list_metrics

SERVICE = "profiler"
router = APIRouter(tags=["health"])
_TEXT = {"content": {"text/plain": {}}, "description": "Prometheus' text format"}
_FIGURES = text("SELECT metric, labels, value FROM list_figures()")


@router.get(
    "/metrics",
    operation_id="metrics",
    response_class=Response,
    responses={200: _TEXT, **problems(401, 404, 500)},
    openapi_extra=OPERATORS,
)
async def metrics(request: Request, wired: ServicesDep) -> Response:
    """Queues, dead letters, breaker, sweep and keys, for ``Authorization: Bearer`` METRICS_TOKEN.

    404 as long as the operator has set no token.
    """
    check_token(wired.settings, request.headers.get("authorization", ""))
    async with wired.database.begin() as db:
        rows = (await db.execute(_FIGURES)).all()
    figures = [Sample(row.metric, row.labels, row.value) for row in rows]
    keys = await asyncio.to_thread(list, read_keys(wired.settings.profiler_keys_dir))
    body = generate_latest(Exposition([*figures, *keys]))
    return Response(body, media_type=CONTENT_TYPE_LATEST)


def check_token(settings: Settings, authorization: str) -> None:
    """Raises NotFound without a token in the settings, Unauthenticated for any other."""
    if settings.metrics_token is None:
        raise NotFound
    expected = f"Bearer {settings.metrics_token.get_secret_value()}"
    if not hmac.compare_digest(authorization.encode(), expected.encode()):
        raise Unauthenticated("Send the token of the settings: Authorization: Bearer …")


def read_keys(folder: Path) -> Iterator[Sample]:
    """States and ages of the key files."""
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
