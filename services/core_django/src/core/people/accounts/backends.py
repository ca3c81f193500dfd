"""Django admin's login: the same credentials check, admins only."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from core.people.accounts import selectors
from core.people.accounts.errors import InvalidCredentials
from core.people.accounts.models import User
from core.people.accounts.services import login
from core.platform.access.actors import Actor
from core.platform.access.scopes import current_scope, reading
from core.platform.common.errors import TooManyRequests
from talent_contracts.vocabulary import Role


class AdminBackend(BaseBackend):
    """Authenticates admins by password; each request reads the account and its roles anew."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        if not username or not password or request is None:
            return None
        try:
            user = login.check_credentials(
                email=username,
                password=password,
                address=str(request.META.get("REMOTE_ADDR", "")),
            )
        except (InvalidCredentials, TooManyRequests):
            return None
        return self.get_user(user.id)

    def get_user(self, user_id: Any) -> User | None:
        """The account if it is an active admin; opens its own reading outside a scope."""
        if current_scope() is not None:
            return self._find(user_id)
        with reading(Actor(user_id=user_id)):
            return self._find(user_id)

    def _find(self, user_id: Any) -> User | None:
        user = User.objects.filter(id=user_id).first()
        if user is None or not user.is_active:
            return None
        return user if Role.ADMIN in selectors.list_roles(user.id) else None
