"""Bad input for every operation of both documents, generated from them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.clients.transport import load_document

Json = dict[str, Any]
# A body that each operation would accept, so that only the planted fault can be what it refuses.
EXAMPLES: dict[str, Json] = {
    "login_post": {"email": "a@example.org", "password": "some password"},
    "refresh_post": {"refresh_token": "x" * 43},
    "logout_post": {"everywhere": False},
    "accept_invitation_post": {"token": "x" * 43, "password": "some long password"},
    "change_password_post": {"current_password": "x", "new_password": "some long password"},
    "request_password_reset_post": {"email": "nobody@example.org"},
    "reset_password_post": {"token": "x" * 43, "password": "some long password"},
    "students_post": {"email": "edge@example.org", "first_name": "E", "last_name": "Dge"},
    "student_patch": {"first_name": "Other"},
    "activate_student_post": {},
    "deactivate_student_post": {"reason": "edge case"},
    "invitation_post": {},
    "reset_profiling_post": {"reason": "edge case"},
    "undo_reset_post": {"reason": "edge case"},
    "erasure_post": {"reason": "edge case"},
    "retake_requests_post": {"reason": "an edge case of ten letters"},
    "withdraw_retake_post": {},
    "approve_retake_post": {"answer": "edge case"},
    "decline_retake_post": {"answer": "edge case"},
    "replay_dead_letters_post": {"ids": ["01a1f842-0000-7000-8000-000000000000"]},
    "discard_dead_letter_post": {"reason": "edge case"},
    "tickets_post": {},
    "sync_post": {"type": "profiling.completed"},
    "sync_batch_post": {"type": "profiling.completed"},
    "sweep_post": {"type": "profiling.sweep"},
    "foundations_progress_post": {"position": 0.5, "active_s": 1},
    "attempts_post": {},
    "assessment_post": {"attempt_id": "01a1f842-0000-7000-8000-000000000000", "answers": {}},
    "reflection_post": {"text": "words"},
    "confirm_track_post": {"track": "grc"},
    "complete_foundations_post": {},
    "portfolio_item_patch": {"text": "words"},
    "start_session": {"ticket": "x.y.z"},
    "respond": {"question_id": "identity_1", "selected_option": "A"},
    "write_reflection": {"why": "words"},
    "complete_session": {},
    "replay_dead_letters": {"ids": ["evt_01a1f842-0000-7000-8000-000000000000"]},
    "discard_dead_letter": {"reason": "edge case"},
    "receive_event": {"type": "profiling.reset"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """One bad request. ``codes``: the only problem codes it may earn, empty for any."""

    service: str
    operation: str
    method: str
    template: str
    fault: str
    content: bytes | None = None
    content_type: str = "application/json"
    query: str = ""
    path_id: str | None = None
    codes: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """For the test's id."""
        return f"{self.service}-{self.operation}-{self.fault}"


def _text(value: object) -> bytes:
    return json.dumps(value).encode()


def _with_text(example: Json, text: str) -> Json:
    """The example with its first string replaced; an unknown name where it has none."""
    name = next((key for key, value in example.items() if isinstance(value, str)), "zzz")
    return example | {name: text}


_BODIES: dict[str, tuple[Callable[[Json], bytes], frozenset[str]]] = {
    "empty": (lambda _: b"", frozenset({"malformed-json"})),
    "unparsable": (lambda _: b"{bad", frozenset({"malformed-json"})),
    "a-list": (lambda _: b"[]", frozenset({"invalid-input"})),
    "null": (lambda _: b"null", frozenset({"invalid-input"})),
    "unknown-field": (lambda e: _text(e | {"zzz_unknown": 1}), frozenset({"invalid-input"})),
    "duplicate-key": (
        lambda e: _text(e)[:-1] + (b", " if e else b"") + b'"zzz": 1, "zzz": 2}',
        frozenset({"malformed-json"}),
    ),
    "nul": (lambda e: _text(_with_text(e, "a\x00b")), frozenset({"invalid-input"})),
    "lone-surrogate": (
        lambda e: _text(_with_text(e, "MARK")).replace(b"MARK", b"\\ud800"),
        frozenset({"invalid-input"}),
    ),
    "bad-utf-8": (
        lambda e: _text(_with_text(e, "MARK")).replace(b"MARK", b"\xff"),
        frozenset({"malformed-json"}),
    ),
    "nan": (
        lambda e: _text(e)[:-1] + (b", " if e else b"") + b'"zzz": NaN}',
        frozenset({"malformed-json"}),
    ),
    "100,000-deep": (lambda _: b"[" * 60_000, frozenset({"malformed-json"})),
    "over-the-limit": (lambda _: b" " * 300_000 + b"{}", frozenset({"body-too-large"})),
}
_DEEP = b"[" * 100_000
_SIGNED = {"sync_post", "sync_batch_post", "sweep_post", "receive_event"}


def list_cases() -> Iterator[Case]:
    """Every operation of both documents with every fault that can be planted in it."""
    for service in ("core", "profiler"):
        document = load_document(service)
        for template, operations in document["paths"].items():
            for method, operation in operations.items():
                if template.startswith("/api/"):
                    yield from _cases_of(service, document, template, method, operation)


def _cases_of(
    service: str, document: Json, template: str, method: str, operation: Json
) -> Iterator[Case]:
    name = operation["operationId"]
    base = (service, name, method.upper(), template)
    if "requestBody" in operation:
        yield from _body_cases(base, document, operation)
    elif name not in _SIGNED:
        yield Case(*base, "unknown-query", query="zzz=1", codes=frozenset({"invalid-input"}))
    parameters = {one["name"]: one for one in operation.get("parameters", [])}
    if "cursor" in parameters:
        yield Case(*base, "bad-cursor", query="cursor=zzz", codes=frozenset({"invalid-input"}))
        yield Case(*base, "bad-limit", query="limit=0", codes=frozenset({"invalid-input"}))
        yield Case(*base, "repeated-query", query="limit=5&limit=6")
    if "{" in template:
        content = _text(EXAMPLES[name]) if "requestBody" in operation else None
        for fault, path_id in (("bad-path-id", "not-an-id"), ("nul-path-id", "%00")):
            yield Case(*base, fault, content=content, path_id=path_id)


def _body_cases(base: tuple[str, str, str, str], document: Json, operation: Json) -> Iterator[Case]:
    name = base[1]
    example = EXAMPLES[name]
    ((media_type, described),) = operation["requestBody"]["content"].items()
    make_case = partial(Case, *base, content_type=media_type)
    for fault, (make, codes) in _BODIES.items():
        if fault == "empty" and not operation["requestBody"].get("required"):
            continue
        yield make_case(fault, make(example), codes=frozenset() if name in _SIGNED else codes)
    yield make_case("100,000-deep-and-large", _DEEP)
    yield Case(*base, "wrong-content-type", _text(example), content_type="text/plain")
    schema = _resolve(document, described["schema"])
    for required in schema.get("required", []):
        rest = {key: value for key, value in example.items() if key != required}
        yield make_case(f"missing-{required}", _text(rest))
    for field in schema.get("properties", {}):
        wrong = example | {field: {"zzz": [1]}}
        yield make_case(f"wrong-type-{field}", _text(wrong))


def _resolve(document: Json, schema: Json) -> Json:
    if "$ref" not in schema:
        return schema
    found: Json = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found
