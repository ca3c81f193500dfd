"""What drf-spectacular needs to tell the truth about our operations."""

from typing import Any

from drf_spectacular.contrib.pydantic import PydanticExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter
from pydantic.json_schema import models_json_schema

from talent_contracts.model import StrictModel

_TEMPLATE = "#/components/schemas/{model}"


class StrictModelExtension(PydanticExtension):  # type: ignore[no-untyped-call]  # untyped base.
    """Writes what goes in by its validation schema and what comes out by its serialisation."""

    target_class = "talent_contracts.model.StrictModel"
    match_subclasses = True
    priority = 1

    def map_serializer(self, auto_schema: Any, direction: str) -> Any:
        mode = "validation" if direction == "request" else "serialization"
        schema = self.target.model_json_schema(ref_template=_TEMPLATE, mode=mode)
        for name, definition in schema.pop("$defs", {}).items():
            component = ResolvedComponent(  # type: ignore[no-untyped-call]  # untyped library.
                name=name, type=ResolvedComponent.SCHEMA, object=name, schema=definition
            )
            _refuse_namesake(auto_schema.registry, component)
            auto_schema.registry.register_on_missing(component)
        return schema


def _refuse_namesake(registry: Any, component: Any) -> None:
    """Two models of one name would overwrite each other in the document in silence."""
    if component not in registry:
        return
    registered = registry[component].schema.get("properties", {}).keys()
    if registered != component.schema.get("properties", {}).keys():
        raise ValueError(f"two different models are named {component.name}; rename one of them")


class OperationSchema(AutoSchema):
    """Tags by the first part of the path."""

    def get_tags(self) -> list[str]:
        """The tag is the path's first segment below the version."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]


def query_parameters(model: type[StrictModel] | None) -> list[OpenApiParameter]:
    """A query model as OpenAPI parameters."""
    if model is None:
        return []
    _, document = models_json_schema([(model, "validation")])
    (schema,) = (d for name, d in document["$defs"].items() if name == model.__name__)
    others = {name: d for name, d in document["$defs"].items() if name != model.__name__}
    required = set(schema.get("required", []))
    return [
        OpenApiParameter(name, type=_inline(described, others), required=name in required)
        for name, described in schema.get("properties", {}).items()
    ]


def _inline(schema: Any, definitions: dict[str, Any]) -> Any:
    """Replace references by what they point at, so that a parameter stands alone."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inline(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
        return {key: _inline(value, definitions) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_inline(item, definitions) for item in schema]
    return schema


def finish_document(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Add the security scheme; drf-spectacular cannot know it."""
    schemes = result.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["accessToken"] = {"type": "http", "scheme": "bearer", "bearerFormat": "at+jwt"}
    return result
