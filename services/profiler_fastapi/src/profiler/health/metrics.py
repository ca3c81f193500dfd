"""``GET /metrics`` for whoever runs the service, in Prometheus' text format."""

import asyncio
import time
from collections.abc import Iterable, Iterator

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
from talent_contracts.metrics import Sample, fill_families, is_operator, read_keys

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
    folder = wired.settings.profiler_keys_dir
    keys = await asyncio.to_thread(list, read_keys(folder, now=time.time()))
    body = generate_latest(Exposition([*figures, *keys]))
    return Response(body, media_type=CONTENT_TYPE_LATEST)


def check_token(settings: Settings, authorization: str) -> None:
    """Raises NotFound without a token in the settings, Unauthenticated for any other."""
    if settings.metrics_token is None:
        raise NotFound
    if not is_operator(authorization, settings.metrics_token):
        raise Unauthenticated("Send the token of the settings: Authorization: Bearer …")


class Exposition(Collector):
    """Samples as prometheus-client writes them."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples = samples

    def collect(self) -> Iterator[Metric]:
        """Every metric of the service."""
        return fill_families(
            self._samples,
            lambda name, about, labels: GaugeMetricFamily(name, about, labels=labels),
            service="profiler",
        )
