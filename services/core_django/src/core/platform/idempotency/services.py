"""Runs a POST once per (user, key)."""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse

from core.platform.access.actors import Actor
from core.platform.access.scopes import reading, require_writing, use_case, with_first_write
from core.platform.common.clock import now
from core.platform.common.errors import InvalidInput
from core.platform.common.ids import new_id
from core.platform.idempotency.errors import IdempotencyAnswerLost, IdempotencyKeyReused
from core.platform.idempotency.models import IdempotencyRecord
from talent_contracts.problems import FieldProblem

KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def run_once(actor: Actor, request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """``act`` at most once per key; a repeat with the same body gets the kept answer.

    The claim is written by the first use case that ``act`` opens, in its transaction: a refusal
    leaves no claim, so the request may be repeated after the cause is mended.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not _KEY.fullmatch(key):
        problem = FieldProblem.model_validate(
            {
                "in": "header",
                "name": "Idempotency-Key",
                "code": "bad-key",
                "detail": "1 to 200 visible ASCII characters.",
            }
        )
        raise InvalidInput(errors=[problem])
    fingerprint = _fingerprint(request)
    kept = _replay(actor, key, fingerprint)
    if kept is not None:
        return kept
    try:
        with with_first_write(lambda: _claim(key, fingerprint)):
            response = act()
    except _AlreadyClaimed:
        kept = _replay(actor, key, fingerprint)
        if kept is None:
            raise IdempotencyAnswerLost from None
        return kept
    _keep_answer(actor=actor, key=key, response=response)
    return response


class _AlreadyClaimed(Exception):
    """Another request with the same key won the race."""


def _claim(key: str, fingerprint: str) -> None:
    scope = require_writing()
    record = IdempotencyRecord(
        id=new_id(),
        user_id=scope.actor.id,
        key=key,
        fingerprint=fingerprint,
        expires_at=now() + KEPT_FOR,
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from idempotency_record where user_id = %s and key = %s"
                " and expires_at < now()",
                [record.user_id, key],
            )
        record.save(force_insert=True)
    except IntegrityError:
        raise _AlreadyClaimed from None


def _replay(actor: Actor, key: str, fingerprint: str) -> HttpResponse | None:
    with reading(actor):
        record = IdempotencyRecord.objects.filter(
            user_id=actor.id, key=key, expires_at__gte=now()
        ).first()
    if record is None:
        return None
    if record.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    if record.status is None:
        raise IdempotencyAnswerLost
    content = _cipher().decrypt(bytes(record.body or b"")) if record.body else b""
    response = HttpResponse(content, status=record.status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    return response


@use_case()
def _keep_answer(*, actor: Actor, key: str, response: HttpResponse) -> None:
    IdempotencyRecord.objects.filter(user_id=actor.id, key=key).update(
        status=response.status_code, body=_cipher().encrypt(response.content)
    )


@use_case()
def remove_expired(*, actor: Actor) -> int:
    """Delete records past their 24 hours; the number removed."""
    return IdempotencyRecord.objects.filter(expires_at__lt=now()).delete()[0]


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256()
    for part in (request.method or "", request.path, request.headers.get("Content-Type", "")):
        digest.update(part.encode() + b"\n")
    digest.update(request.body)
    return digest.hexdigest()


def _cipher() -> Fernet:
    secret = hashlib.sha256(b"idempotency:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(secret))
