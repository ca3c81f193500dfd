"""Django admin's frame: its own log-in and a closed list of addresses."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from core.people.accounts import throttle
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from core.platform.common.errors import TooManyRequests
from talent_contracts.vocabulary import Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def actor_of(request: HttpRequest) -> Actor:
    """The logged-in admin; AdminBackend has read the role for this request."""
    return Actor(user_id=request.user.pk, roles=frozenset({Role.ADMIN}))


def allow_forms(view: View) -> View:
    """For pages with a form: under ``no-referrer`` browsers post with ``Origin: null``, which the
    CSRF check must refuse. ``strict-origin`` names the origin and still never an address.
    """

    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return cast("View", run)


class AdminLoginForm(AuthenticationForm):
    """Says when attempts are slowed down, instead of calling a right password wrong."""

    def clean(self) -> dict[str, Any]:
        address = str(self.request.META.get("REMOTE_ADDR", "")) if self.request else ""
        try:
            throttle.check_login(self.cleaned_data.get("username", ""), address)
        except TooManyRequests as refusal:
            raise ValidationError(refusal.detail, code=refusal.code) from None
        return super().clean()


class AdministrationSite(AdminSite):
    """Offers what is registered and what the pages link, nothing else of Django's own admin."""

    site_header = "Talent Engine administration"
    site_title = "Talent Engine administration"
    index_title = "What you can do here"
    site_url = "/admin"
    index_template = "administration/index.html"
    login_form = AdminLoginForm
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """AdminBackend gives no user but an active admin, read anew for each request."""
        return isinstance(request.user, User)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Empty: the index page links the one list."""
        return []

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return allow_forms(super().admin_view(view, cacheable))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [
            path("", self.admin_view(self.index), name="index"),
            path("login/", allow_forms(self.login), name="login"),
            path("logout/", self.admin_view(self.logout), name="logout"),
            path(
                "password_change/",
                RedirectView.as_view(pattern_name="admin_password_reset"),
                name="password_change",
            ),
            path("students/", include(self._registry[User].get_urls())),
            re_path(r"(?P<url>.*)$", self.admin_view(self.catch_all_view)),
        ]


site = AdministrationSite()
