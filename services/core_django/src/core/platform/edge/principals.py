"""Who a request's bearer token speaks for, and who may call an operation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from core.platform.access.actors import Actor
from core.platform.common.errors import NotAllowed, NotAuthenticated
from talent_contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified access token: the actor and the login session it belongs to."""

    actor: Actor
    session_id: UUID


@dataclass(frozen=True, slots=True)
class Who:
    """Who may call an operation. ``roles`` None: every signed-in user; ``anyone``: no token."""

    roles: frozenset[Role] | None = None
    anyone: bool = False

    def admit(self, principal: Principal | None) -> Actor:
        """The actor, or NotAuthenticated, or NotAllowed before anything is looked up."""
        if self.anyone:
            return principal.actor if principal else Actor.anonymous()
        if principal is None:
            raise NotAuthenticated("Send an access token: Authorization: Bearer …")
        if self.roles is not None and not self.roles & principal.actor.roles:
            names = ", ".join(sorted(role.value for role in self.roles))
            raise NotAllowed(f"This operation is for: {names}.")
        return principal.actor

    def describe(self) -> list[str]:
        """The words of ``x-allowed-roles``."""
        if self.anyone:
            return ["anonymous"]
        return sorted(role.value for role in self.roles) if self.roles else ["signed-in"]


ANYONE: Final = Who(anyone=True)
SIGNED_IN: Final = Who()
STUDENT: Final = Who(roles=frozenset({Role.STUDENT}))
ADMIN: Final = Who(roles=frozenset({Role.ADMIN}))


@cache
def _authenticator() -> Callable[[str], Principal]:
    found: Callable[[str], Principal] = import_string(settings.BEARER_AUTHENTICATOR)
    return found


def read_principal(request: HttpRequest) -> Principal | None:
    """The principal of the Authorization header; None without one.

    Raises NotAuthenticated for one that does not hold.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated("Send an access token: Authorization: Bearer …")
    return _authenticator()(token)
