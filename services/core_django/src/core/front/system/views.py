"""/livez, /readyz, /metrics and /openapi.json, outside the versioned API."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from prometheus_client import CONTENT_TYPE_LATEST
from redis.exceptions import RedisError

from core.front.system.metrics import check_token, write_metrics
from core.people.accounts import tokens
from core.platform.common.errors import DomainError, Unavailable
from core.platform.edge.problems import problem_response


def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, cache and keys are there; 503 names the first that is not."""
    try:
        _check_migrations()
        shared_cache.get("readyz")
        tokens.published_keys()
    except DatabaseError:
        return problem_response(Unavailable("The database does not answer."), request)
    except RedisError:
        return problem_response(Unavailable("The cache does not answer."), request)
    except ValueError:
        return problem_response(Unavailable("The keys cannot be read."), request)
    except Unavailable as error:
        return problem_response(error, request)
    return JsonResponse({"status": "ok"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for whoever holds METRICS_TOKEN; 404 as long as the operator has set none."""
    token = settings.ENV.metrics_token
    try:
        check_token(token, request.headers.get("Authorization", ""))
    except DomainError as refusal:
        return problem_response(refusal, request)
    return HttpResponse(write_metrics(settings.ENV.core_keys_dir), content_type=CONTENT_TYPE_LATEST)


@cache
def _check_migrations() -> None:
    """Cached once it held: an applied migration stays applied for the life of a process."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unavailable("Migrations are pending.")


@cache
def openapi_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of this build."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # untyped library.
    document: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped library.
    return document


def openapi(_request: HttpRequest) -> HttpResponse:
    """The published contract, the same as the committed one."""
    return JsonResponse(openapi_document())
