"""Logging in. The answer and the work are the same whether or not the account exists."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.people.accounts import domain, passwords, selectors, throttle, tokens
from core.people.accounts.errors import InvalidCredentials
from core.people.accounts.models import LoginSession, RefreshToken, User
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading, use_case
from core.platform.audit import steps as audit
from core.platform.common.clock import now
from core.platform.common.ids import hash_secret, new_id, new_secret


@dataclass(frozen=True, slots=True)
class TokenPair:
    """An access token with its life in seconds, and the refresh token of the same session."""

    access_token: str
    expires_in_s: int
    refresh_token: str
    refresh_expires_at: datetime


def check_credentials(*, email: str, password: str, address: str) -> User:
    """The active account of these credentials. Raises InvalidCredentials or TooManyRequests."""
    throttle.check_login(email, address)
    with reading(Actor.anonymous(), using="auth"):
        user = selectors.find_by_email(email)
        stored = selectors.find_password_hash(user.id) if user else None
    matches = passwords.verify_password(password, stored)
    if not matches or user is None or not user.is_active:
        throttle.count_failed_login(email, address)
        raise InvalidCredentials
    throttle.forget_failures(email, address)
    return user


def log_in(*, email: str, password: str, address: str) -> TokenPair:
    """Check the credentials and open a login session."""
    user = check_credentials(email=email, password=password, address=address)
    return open_session(actor=Actor(user_id=user.id))


@use_case(using="auth")
def open_session(*, actor: Actor) -> TokenPair:
    """A new session with its first pair of tokens."""
    user = User.objects.select_for_update(no_key=True).get(id=actor.id)
    if not user.is_active:
        raise InvalidCredentials
    session = LoginSession(id=new_id(), user=user, created_at=now())
    session.save(force_insert=True)
    audit.record(action="login.opened", subject_id=user.id, after={"session": str(session.id)})
    return issue_pair(session, user)


def issue_pair(session: LoginSession, user: User) -> TokenPair:
    """Tokens of a session, inside the caller's use case."""
    at = now()
    secret = new_secret()
    token = RefreshToken(
        id=new_id(),
        session=session,
        token_sha256=hash_secret(secret),
        issued_at=at,
        expires_at=at + domain.REFRESH_TOKEN_LIFE,
    )
    token.save(force_insert=True)
    return TokenPair(
        access_token=_access_token(user.id, session.id, user.token_version, at),
        expires_in_s=int(domain.ACCESS_TOKEN_LIFE.total_seconds()),
        refresh_token=secret,
        refresh_expires_at=token.expires_at,
    )


def _access_token(user_id: UUID, session_id: UUID, version: int, at: datetime) -> str:
    return tokens.issue_access_token(
        user_id=user_id,
        session_id=session_id,
        version=version,
        roles=selectors.list_roles(user_id),
        now=at,
    )
