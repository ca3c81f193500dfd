"""Refreshing and ending a login session."""

from uuid import UUID

from core.people.accounts import domain, steps
from core.people.accounts.domain import RefreshDecision
from core.people.accounts.errors import InvalidRefreshToken
from core.people.accounts.models import LoginSession, RefreshToken, User
from core.people.accounts.services.login import TokenPair, issue_pair
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.audit import steps as audit
from core.platform.common.clock import now
from core.platform.common.ids import hash_secret
from core.platform.outbox import steps as outbox
from talent_contracts.events import AccessEndedV1


def refresh(*, refresh_token: str) -> TokenPair:
    """A fresh pair for a refresh token, by the rules of ``domain.decide_refresh``."""
    pair = _rotate(actor=Actor.anonymous(), token_sha256=hash_secret(refresh_token))
    if pair is None:
        raise InvalidRefreshToken
    return pair


@use_case(using="auth")
def _rotate(*, actor: Actor, token_sha256: str) -> TokenPair | None:
    """None for a refusal, so that a revoked family is committed and not rolled back."""
    shown = RefreshToken.objects.filter(token_sha256=token_sha256).first()
    if shown is None:
        return None
    session = LoginSession.objects.select_for_update().get(id=shown.session_id)
    shown = RefreshToken.objects.select_related("successor").get(id=shown.id)
    user = User.objects.get(id=session.user_id)
    if session.ended_at is not None or not user.is_active:
        return None
    at = now()
    decision = domain.decide_refresh(
        now=at,
        expires_at=shown.expires_at,
        rotated_at=shown.rotated_at,
        died_at=shown.died_at,
        successor_rotated_at=shown.successor.rotated_at if shown.successor else None,
    )
    if decision is RefreshDecision.REVOKE_FAMILY:
        _end(session, user, "refresh token shown again")
        return None
    if decision is RefreshDecision.REFUSE:
        return None
    if decision is RefreshDecision.REPLACE_SUCCESSOR and shown.successor:
        RefreshToken.objects.filter(id=shown.successor.id).update(died_at=at)
    pair = issue_pair(session, user)
    shown.rotated_at = shown.rotated_at or at
    shown.successor = RefreshToken.objects.get(token_sha256=hash_secret(pair.refresh_token))
    shown.save(update_fields=["rotated_at", "successor"])
    return pair


@use_case(using="auth")
def log_out(*, actor: Actor, session_id: UUID) -> None:
    """End one session; repeating is harmless."""
    session = (
        LoginSession.objects.select_for_update()
        .select_related("user")
        .filter(id=session_id, user_id=actor.id, ended_at__isnull=True)
        .first()
    )
    if session is not None:
        _end(session, session.user, "logout")


@use_case(using="auth")
def log_out_everywhere(*, actor: Actor) -> None:
    """End every session of the actor and every token of before."""
    steps.end_all_logins(actor.id, reason="logout everywhere")
    audit.record(action="login.ended_everywhere", subject_id=actor.id)


def _end(session: LoginSession, user: User, reason: str) -> None:
    session.ended_at = now()
    session.end_reason = reason
    session.save(update_fields=["ended_at", "end_reason"])
    audit.record(
        action="login.ended", subject_id=user.id, after={"session": str(session.id)}, reason=reason
    )
    outbox.publish(
        AccessEndedV1(sub=user.id, sid=session.id, min_ver=user.token_version),
        ordering_key=user.id,
    )
