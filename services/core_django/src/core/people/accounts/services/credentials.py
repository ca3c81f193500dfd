"""Setting a password: by invitation, by reset link, by change."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail

from core.people.accounts import passwords, selectors, steps, throttle
from core.people.accounts.errors import InvalidCredentials, InvalidLink
from core.people.accounts.models import OneTimeLink, User
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading, use_case
from core.platform.common.clock import now
from core.platform.common.ids import hash_secret
from core.platform.inbox import steps as inbox
from core.platform.outbox import steps as outbox
from talent_contracts.events import PasswordResetRequestedV1


def accept_invitation(*, token: str, password: str) -> None:
    """Set the first password and activate the account. Raises InvalidLink or InvalidInput."""
    _set_by_link(
        actor=Actor.anonymous(),
        token=token,
        password=password,
        purpose=OneTimeLink.Purpose.INVITATION,
    )


def reset_password(*, token: str, password: str) -> None:
    """Set a new password by a mailed link; every login ends."""
    _set_by_link(
        actor=Actor.anonymous(),
        token=token,
        password=password,
        purpose=OneTimeLink.Purpose.PASSWORD_RESET,
    )


@use_case(using="auth")
def _set_by_link(*, actor: Actor, token: str, password: str, purpose: OneTimeLink.Purpose) -> None:
    link = (
        OneTimeLink.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(token_sha256=hash_secret(token), purpose=purpose, used_at__isnull=True)
        .first()
    )
    if link is None or link.expires_at <= now():
        raise InvalidLink
    user = link.user
    expected = (
        User.Status.INVITED if purpose == OneTimeLink.Purpose.INVITATION else User.Status.ACTIVE
    )
    if user.status != expected:
        raise InvalidLink
    passwords.check_policy(password, selectors.list_roles(user.id))
    link.used_at = now()
    link.save(update_fields=["used_at"])
    steps.write_password(user, password)
    if purpose == OneTimeLink.Purpose.INVITATION:
        steps.change_status(user, User.Status.ACTIVE)


@use_case(using="auth")
def _change(*, actor: Actor, stored: str | None, new_password: str) -> None:
    user = User.objects.select_for_update().get(id=actor.id)
    if selectors.find_password_hash(user.id) != stored:
        raise InvalidCredentials("The password changed meanwhile; log in again.")
    passwords.check_policy(new_password, selectors.list_roles(user.id), pointer="/new_password")
    steps.write_password(user, new_password)


def change_password(
    *, actor: Actor, current_password: str, new_password: str, address: str
) -> None:
    """Replace the own password after showing the current one; every login ends."""
    throttle.check_login(str(actor.id), address)
    with reading(actor, using="auth"):
        stored = selectors.find_password_hash(actor.id)
    if not passwords.verify_password(current_password, stored):
        throttle.count_failed_login(str(actor.id), address)
        raise InvalidCredentials("The current password is not right.")
    _change(actor=actor, stored=stored, new_password=new_password)


def request_password_reset(*, email: str, address: str) -> None:
    """Have a reset link mailed if the account is active; neither answer nor time tells.

    The mail is sent by the relay, so that a slow or failing mail server is not seen here.
    """
    throttle.count_reset_request(email, address)
    _ask_for_reset(actor=Actor.anonymous(), email=email)


@use_case(using="auth")
def _ask_for_reset(*, actor: Actor, email: str) -> None:
    user = selectors.find_by_email(email)
    if user is not None and user.is_active:
        outbox.publish(PasswordResetRequestedV1(user_id=user.id), ordering_key=user.id)


@use_case()
def mail_reset_link(*, actor: Actor, event_id: UUID, user_id: UUID) -> None:
    """Make the link and mail it, once per event; a failing mail server has it tried again."""
    seen = inbox.receive(
        source="mail",
        event_id=str(event_id),
        learner_id=user_id,
        digest=str(user_id),
        outcome="mailed",
    )
    user = User.objects.filter(id=user_id).first()
    if seen is not None or user is None or not user.is_active:
        return
    issued = steps.issue_link(user, OneTimeLink.Purpose.PASSWORD_RESET)
    link = f"{settings.ENV.core_public_url}/reset-password?token={issued.token}"
    send_mail(
        "Set a new password",
        f"Open this address within one hour to set a new password:\n\n{link}\n\n"
        "If you did not ask for it, do nothing: your password stays.",
        None,
        [user.email],
    )
