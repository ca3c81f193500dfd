"""What other rooms' use cases do with accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from core.people.accounts import domain, passwords
from core.people.accounts.errors import EmailTaken
from core.people.accounts.models import Credential, LoginSession, OneTimeLink, RoleGrant, User
from core.platform.access.scopes import require_writing, step
from core.platform.audit import steps as audit
from core.platform.common.clock import now
from core.platform.common.ids import hash_secret, new_id, new_secret
from core.platform.outbox import steps as outbox
from talent_contracts.events import AccessEndedV1
from talent_contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A one-time link's secret, known only now, and the instant it ends."""

    token: str
    expires_at: datetime


@step
def create_account(
    *,
    email: str,
    first_name: str,
    last_name: str,
    roles: Iterable[Role],
    status: User.Status = User.Status.INVITED,
    time_zone: str = "UTC",
    locale: str = "en",
) -> User:
    """A new account with its roles. Raises EmailTaken, also when two requests race."""
    user = User(
        id=new_id(),
        email=domain.normalise_email(email),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        status=status,
        time_zone=time_zone,
        locale=locale,
        created_at=now(),
    )
    alias = require_writing().alias
    try:
        with transaction.atomic(using=alias):
            user.save(force_insert=True)
    except IntegrityError:
        raise EmailTaken from None
    for role in roles:
        RoleGrant(id=new_id(), user=user, role=role, granted_at=now()).save(force_insert=True)
    audit.record(
        action="account.created",
        subject_id=user.id,
        after={"roles": sorted(roles), "status": status},
    )
    return user


@step
def issue_link(user: User, purpose: OneTimeLink.Purpose) -> IssuedLink:
    """A fresh single-use link; older unused ones of the same purpose end."""
    at = now()
    OneTimeLink.objects.filter(user=user, purpose=purpose, used_at__isnull=True).update(
        expires_at=at
    )
    life = (
        domain.INVITATION_LIFE
        if purpose == OneTimeLink.Purpose.INVITATION
        else domain.PASSWORD_RESET_LIFE
    )
    token = new_secret()
    OneTimeLink(
        id=new_id(),
        user=user,
        purpose=purpose,
        token_sha256=hash_secret(token),
        created_at=at,
        expires_at=at + life,
    ).save(force_insert=True)
    return IssuedLink(token=token, expires_at=at + life)


@step
def change_status(user: User, status: User.Status) -> None:
    """Write the state; leaving ``active`` ends every login."""
    before = user.status
    if before == status:
        return
    user.status = status
    user.save(update_fields=["status"])
    audit.record(
        action="account.status_changed",
        subject_id=user.id,
        before={"status": before},
        after={"status": status},
    )
    if before == User.Status.ACTIVE:
        end_all_logins(user.id, reason=f"account {status}")


@step
def empty_account(user: User) -> None:
    """Leave nothing of an account but its id: no name, no address, no way in, and no way back."""
    before = user.status
    user.status = User.Status.ERASED
    user.email = f"{user.id}@erased.invalid"
    user.first_name = user.last_name = ""
    user.time_zone, user.locale = "UTC", "en"
    user.save()
    audit.record(
        action="account.status_changed",
        subject_id=user.id,
        before={"status": before},
        after={"status": user.status},
    )


@step
def end_all_logins(user_id: UUID, *, reason: str) -> None:
    """Raise the token version and end every session: no token of before counts."""
    User.objects.filter(id=user_id).update(token_version=F("token_version") + 1)
    LoginSession.objects.filter(user_id=user_id, ended_at__isnull=True).update(
        ended_at=now(), end_reason=reason[:40]
    )
    version = User.objects.values_list("token_version", flat=True).get(id=user_id)
    outbox.publish(AccessEndedV1(sub=user_id, sid=None, min_ver=version), ordering_key=user_id)


@step
def write_password(user: User, password: str) -> None:
    """Store the hash, end every login and clear a temporary password; the policy is the
    caller's to check.
    """
    Credential.objects.update_or_create(
        user=user,
        defaults={"password_hash": passwords.hash_password(password), "changed_at": now()},
    )
    if user.must_change_password:
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
    end_all_logins(user.id, reason="password set")
    audit.record(action="password.set", subject_id=user.id)
