"""Routes of the plain pages, at the root."""

from django.urls import path
from django.views.generic import RedirectView

from core.front.pages import links, views

urlpatterns = [
    path("", views.show_home, name="home"),
    path("problems/<slug:code>", views.show_problem, name="problem"),
    path("invite", links.accept_invitation, name="invite"),
    path("invite/done", views.show_text, {"page": "invite_done"}, name="invite_done"),
    path("reset-password", links.reset_password, name="reset_password"),
    path("reset-password/done", views.show_text, {"page": "reset_done"}, name="reset_done"),
    # Django admin's log-in links the page of this name.
    path("forgot-password", links.forgot_password, name="admin_password_reset"),
    path("forgot-password/sent", views.show_text, {"page": "forgot_sent"}, name="forgot_sent"),
    path("django-admin", RedirectView.as_view(pattern_name="admin:index")),
]
