"""Routes of the session room, below /api/v1."""

from django.urls import path

from core.front.session import api

urlpatterns = [path("auth/me", api.MeView.as_view())]
