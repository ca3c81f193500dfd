"""The list of students in Django admin. Its model is read-only: every write is a use case."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from core.front.administration import admin_views, selectors
from core.front.administration.admin_site import actor_of, site
from core.people.accounts.models import User
from core.platform.access.scopes import reading

__all__ = ["StudentAdmin", "site"]


class StatusFilter(admin.SimpleListFilter):
    """The account's state; a state nobody knows filters nothing."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The erased have no names to be found by; the web app lists them."""
        return [one for one in User.Status.choices if one[0] != User.Status.ERASED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        status = self.value()
        return queryset.filter(status=status) if status in User.Status.values else queryset


@admin.register(User, site=site)
class StudentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time.
    """Lists, searches and filters; the pages of one student are ``admin_views``."""

    actions = None
    change_list_template = "administration/students.html"
    list_display = (
        "email",
        "first_name",
        "last_name",
        "status",
        "next_step",
        "track",
        "epoch",
        "created_at",
    )
    list_filter = (StatusFilter,)
    list_max_show_all = 0
    list_per_page = 50
    ordering = ("-id",)
    preserve_filters = False
    search_fields = ("email", "first_name", "last_name")
    search_help_text = "Words of the name or the e-mail; every word must be found."
    show_facets = admin.ShowFacets.NEVER

    def get_urls(self) -> list[URLPattern]:
        """Django's own add, change, delete and history pages do not exist."""
        return [
            self._page("", self.changelist_view, "accounts_user_changelist"),
            self._page("create/", admin_views.create_student, "create_student"),
            self._page("<uuid:student_id>/", admin_views.change_student, "accounts_user_change"),
            *(
                self._page(f"<uuid:student_id>/{verb}/", view, f"{verb}_student")
                for verb, view in admin_views.VERBS.items()
            ),
        ]

    def _page(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=name)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Rendered inside the reading, so that nothing the template fetches is missing."""
        with reading(actor_of(request)):
            response = super().changelist_view(request, {"title": "Students"})
            return response.render() if isinstance(response, TemplateResponse) else response

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return selectors.list_students(actor_of(request), search=None, status=None)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """The API's search, so that both doors find the same."""
        if not search_term:
            return queryset, False
        found = selectors.list_students(actor_of(request), search=search_term, status=None)
        return queryset.filter(id__in=found.values("id")), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No filter by whatever column the address names."""
        return lookup == StatusFilter.parameter_name

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display
    def next_step(self, student: User) -> str:
        return selectors.describe(student).next.step

    @admin.display(empty_value="none yet")
    def track(self, student: User) -> str | None:
        return student.journey.track

    @admin.display
    def epoch(self, student: User) -> int:
        return student.journey.epoch
