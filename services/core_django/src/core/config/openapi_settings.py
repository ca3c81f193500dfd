"""drf-spectacular's settings: OpenAPI 3.1, the document the integrators read."""

OPENAPI = {
    "TITLE": "Talent Engine core",
    "DESCRIPTION": "The source of truth: accounts, journey, foundations, dashboard.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATIONS": True,
    "PREPROCESSING_HOOKS": [],
    "POSTPROCESSING_HOOKS": ["core.platform.edge.openapi.finish_document"],
    "DISABLE_ERRORS_AND_WARNINGS": False,
}
