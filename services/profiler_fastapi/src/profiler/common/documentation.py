"""What the handlers say about themselves, so that the published document is true."""

from typing import Any

from talent_contracts.problems import CONTENT_TYPE

PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}
_SAYINGS = {
    304: "The copy you hold is current.",
    400: "The body is not valid JSON, or a signed request is malformed.",
    401: "No living access token, or a signature that does not hold.",
    403: "Known, but not allowed.",
    404: "There is nothing here for you; also said of what belongs to others.",
    405: "This method is not offered here.",
    409: "The state of things does not allow it; `code` says which.",
    410: "The learner was erased for good; nothing can begin any more.",
    413: "The body is too large.",
    415: "The body is not declared as application/json.",
    422: "A value was refused; `errors` names each.",
    500: "Something went wrong on our side; nothing was changed.",
    503: "Try again after `Retry-After` seconds.",
}
READING = (401, 403, 404, 422, 500, 503)
WRITING = (400, 401, 403, 404, 409, 413, 415, 422, 500, 503)


def problems(*statuses: int, **schemas: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of an operation; ``s409={...}`` gives one status another schema."""
    return {
        status: {
            "description": _SAYINGS[status],
            "content": {CONTENT_TYPE: {"schema": schemas.get(f"s{status}", PROBLEM_REFERENCE)}},
        }
        for status in sorted(statuses)
    }


STUDENTS = {"x-allowed-roles": ["student"]}
ADMINS = {"x-allowed-roles": ["admin"]}
EVERYBODY = {"x-allowed-roles": ["anonymous"]}
OPERATORS = {"x-allowed-roles": ["operator"], "security": [{"metricsToken": []}]}
CORE_ONLY = {"x-allowed-roles": ["core"]}
