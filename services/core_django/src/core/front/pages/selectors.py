"""What a page must know of a one-time link before it asks for a password."""

from core.people.accounts import domain
from core.people.accounts import selectors as accounts
from core.people.accounts.models import OneTimeLink
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading
from core.platform.common.clock import now
from core.platform.common.ids import hash_secret


def find_min_password_length(token: str, purpose: OneTimeLink.Purpose) -> int | None:
    """Characters the account behind the link needs; None for a link that sets no password now.

    Only tells early what the use case decides anew.
    """
    with reading(Actor.anonymous(), using="auth"):
        link = OneTimeLink.objects.filter(
            token_sha256=hash_secret(token),
            purpose=purpose,
            used_at__isnull=True,
            expires_at__gt=now(),
        ).first()
        if link is None:
            return None
        return domain.min_password_length(accounts.list_roles(link.user_id))
