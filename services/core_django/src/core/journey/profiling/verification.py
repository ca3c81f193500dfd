"""Signature first: nothing is parsed or written before it holds."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from pydantic import BaseModel, ValidationError

from core.journey.profiling import errors
from core.platform.common.errors import DomainError, InvalidInput, MalformedJson, TooLarge
from core.platform.edge.strict_input import body_problems, read_raw
from talent_contracts import batches, signing, strict_json, tokens
from talent_contracts.events import PROFILER_EVENTS, ProfilerEvent, ProfilingSweepV1, SyncEvent
from talent_contracts.events.sync import EventId
from talent_contracts.keyrings import KeyringFile
from talent_contracts.problems import FieldProblem

Told = TypeVar("Told", bound=SyncEvent)
_SWEEPS: Mapping[str, Mapping[int, type[ProfilingSweepV1]]] = {
    ProfilingSweepV1.TYPE: {1: ProfilingSweepV1}
}
_REFUSALS: dict[type[signing.Refused], type[DomainError]] = {
    signing.BodyTooLarge: TooLarge,
    signing.MalformedHeaders: errors.MalformedHeaders,
    signing.UnknownKid: errors.UnknownKid,
    signing.BadSignature: errors.BadSignature,
    signing.ClockSkew: errors.ClockSkew,
    signing.DigestMismatch: errors.DigestMismatch,
}


@cache
def _trusted() -> KeyringFile:
    return KeyringFile(settings.ENV.core_keys_dir / "trusted.json")


def read_signed_event(request: HttpRequest) -> tuple[ProfilerEvent, str]:
    """The verified event and the sha256 of its raw body.

    Raises the refusal of the first check that fails, in the protocol's order.
    """
    return _read(request, PROFILER_EVENTS)


def read_signed_sweep(request: HttpRequest) -> ProfilingSweepV1:
    """The verified sweep; raises as ``read_signed_event``."""
    sweep, _ = _read(request, _SWEEPS)
    return sweep


def read_signed_batch(request: HttpRequest) -> list["Line"]:
    """The lines of a verified batch, each read by itself.

    Raises the refusal of the first check of the whole that fails; MalformedBatch.
    """
    raw, _ = _verify(request, max_bytes=batches.MAX_BYTES)
    try:
        return [_read_line(line) for line in batches.split_events(raw)]
    except batches.BadBatch as error:
        raise errors.MalformedBatch(str(error)) from None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: its event and the sha256 of its bytes, or why it is refused.

    ``event_id`` is None when it cannot be told which event the line was meant to be.
    """

    event_id: str | None
    told: tuple[ProfilerEvent, str] | DomainError


def _read_line(raw: bytes) -> Line:
    try:
        event = _parse(raw, PROFILER_EVENTS)
    except DomainError as refusal:
        return Line(_find_event_id(raw), refusal)
    return Line(event.event_id, (event, hashlib.sha256(raw).hexdigest()))


def _find_event_id(raw: bytes) -> str | None:
    try:
        return _Named.model_validate_json(raw).event_id
    except ValidationError:
        return None


class _Named(BaseModel):
    event_id: EventId


def _read(
    request: HttpRequest, accepted: Mapping[str, Mapping[int, type[Told]]]
) -> tuple[Told, str]:
    raw, verified = _verify(request, max_bytes=signing.MAX_BYTES)
    event = _parse(raw, accepted)
    if event.event_id != verified.event_id:
        raise errors.MalformedHeaders("webhook-id is not the event's id.")
    return event, verified.body_sha256


def _verify(request: HttpRequest, *, max_bytes: int) -> tuple[bytes, signing.Verified]:
    raw = read_raw(request, max_bytes=max_bytes)
    try:
        verified = signing.verify(
            method=request.method or "",
            raw_path=request.raw_path,  # type: ignore[attr-defined]  # set by RequestEdge.
            audience=settings.ENV.audience,
            headers=request.headers,
            body=raw,
            registry=_trusted(),
            now=time.time(),
            max_bytes=max_bytes,
        )
    except signing.Refused as refusal:
        raise _REFUSALS[type(refusal)] from None
    return raw, verified


def _parse(raw: bytes, accepted: Mapping[str, Mapping[int, type[Told]]]) -> Told:
    try:
        value = strict_json.parse_strict(raw, max_bytes=signing.MAX_BYTES)
    except strict_json.RefusedText as error:
        problem = FieldProblem(pointer=error.pointer, code=error.code, detail=str(error))
        raise InvalidInput(errors=[problem]) from None
    except ValueError as error:
        raise MalformedJson(str(error)) from None
    event = value if isinstance(value, dict) else {}
    models = _list_models(event.get("type"), accepted)
    schema = event.get("schema")
    model = models.get(schema) if type(schema) is int else None
    if model is None:
        known = ", ".join(map(str, models))
        raise errors.UnknownSchema(f"Core accepts schema {known}, not {json.dumps(schema)[:40]}.")
    try:
        told = model.model_validate_json(raw)
    except ValidationError as error:
        raise InvalidInput(errors=body_problems(error)) from None
    if told.iss != tokens.PROFILER or told.aud != settings.ENV.audience:
        raise InvalidInput("The event is not from the profiler to this core.")
    return told


def _list_models(
    kind: object, accepted: Mapping[str, Mapping[int, type[Told]]]
) -> Mapping[int, type[Told]]:
    """The schemas of a type. A type this release has not learned yet is retried like a schema."""
    models = accepted.get(kind) if isinstance(kind, str) else None
    if models is None:
        raise errors.UnknownSchema(f"Core accepts the types {', '.join(sorted(accepted))}.")
    return models
