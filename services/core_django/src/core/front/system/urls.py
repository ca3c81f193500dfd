"""Routes of the operator's pages, below /api/v1."""

from django.urls import path

from core.front.system import api

_LETTER = "admin/dead-letters/<uuid:letter_id>"

urlpatterns = [
    path("admin/dead-letters", api.DeadLettersView.as_view()),
    path("admin/dead-letters/replay", api.ReplayDeadLettersView.as_view()),
    path(_LETTER, api.DeadLetterView.as_view()),
    path(f"{_LETTER}/discard", api.DiscardDeadLetterView.as_view()),
    path("admin/system/health", api.HealthView.as_view()),
]
