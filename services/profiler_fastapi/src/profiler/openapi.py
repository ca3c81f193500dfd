"""The published document: FastAPI's, made true about bodies, problems and who may call."""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from profiler.common.body import StrictBody
from profiler.dependencies import get_admin, get_learner, get_once
from profiler.inbox.services import KINDS
from profiler.sessions.schemas import StaleAnswerProblem
from talent_contracts.problems import Problem

_REFERENCE = "#/components/schemas/{model}"
_SECURITY = {
    "accessToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Core's access token (`POST /api/v1/auth/login` on core).",
    },
    "metricsToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "METRICS_TOKEN of the service's settings.",
    },
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "PSP/1: five headers signed by core.",
    },
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeat a request under the same key within 24 hours and get the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_EVENTS = {"oneOf": [{"$ref": _REFERENCE.format(model=kind.__name__)} for kind in KINDS]}


def build_document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the app."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    bodies: list[type[BaseModel]] = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            for method in route.methods or ():
                operation = document["paths"][route.path_format][method.lower()]
                bodies += _complete(operation, route)
    components = document.setdefault("components", {})
    models: list[type[BaseModel]] = [
        *dict.fromkeys(bodies),
        Problem,
        StaleAnswerProblem,
        *KINDS,
    ]
    _, definitions = models_json_schema(
        [(model, "validation") for model in models],
        by_alias=True,
        ref_template=_REFERENCE,
    )
    components.setdefault("schemas", {}).update(definitions["$defs"])
    components["securitySchemes"] = _SECURITY
    return document


def render_document(document: dict[str, Any]) -> str:
    """The document as it is committed: sorted and stable."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _complete(operation: dict[str, Any], route: APIRoute) -> list[type[BaseModel]]:
    """Add to an operation what FastAPI cannot see; returns the models of its body."""
    found = list(_walk(route.dependant))
    callables = [dependant.call for dependant in found]
    if get_learner in callables or get_admin in callables:
        operation["security"] = [{"accessToken": []}]
    if get_once in callables:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    if route.operation_id == "receive_event":
        operation["security"] = [{"signature": []}]
        operation["requestBody"] = _content(_EVENTS, is_required=True)
    bodies = [call for call in callables if isinstance(call, StrictBody)]
    for body in bodies:
        reference = {"$ref": _REFERENCE.format(model=body.model.__name__)}
        operation["requestBody"] = _content(reference, is_required=not body.is_optional)
    roles = operation["x-allowed-roles"]
    operation["description"] += f"\n\nWho may call: {', '.join(roles)}."
    return [body.model for body in bodies]


def _walk(dependant: Dependant) -> list[Dependant]:
    return [dependant, *(deeper for part in dependant.dependencies for deeper in _walk(part))]


def _content(schema: dict[str, Any], *, is_required: bool) -> dict[str, Any]:
    return {"required": is_required, "content": {"application/json": {"schema": schema}}}
