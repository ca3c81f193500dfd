"""Routes of the pages, at the root. What nothing else answers is an address of the web app."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from core.front.pages import app, views

urlpatterns = [
    path("problems/<slug:code>", views.show_problem, name="problem"),
    path("django-admin", RedirectView.as_view(pattern_name="admin:index")),
    path("service-worker.js", app.show_service_worker),
    # Django admin's log-in links the page of this name.
    path("forgot-password", app.show_app, name="admin_password_reset"),
    # No page of the app has a dot or begins like an interface; a file that is missing stays 404.
    re_path(r"^(?!api/|static/|django-admin/|problems/)[^.]*$", app.show_app, name="app"),
]
