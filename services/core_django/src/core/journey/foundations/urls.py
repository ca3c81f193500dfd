"""Routes of foundations, below /api/v1."""

from django.urls import path

from core.journey.foundations import api

urlpatterns = [
    path("foundations/status", api.FoundationsStatusView.as_view()),
    path("foundations/modules/<slug:module_id>", api.FoundationsModuleView.as_view()),
    path("foundations/modules/<slug:module_id>/progress", api.FoundationsProgressView.as_view()),
    path("foundations/assessment", api.AssessmentView.as_view()),
    path("foundations/assessment/attempts", api.AttemptsView.as_view()),
    path("foundations/reflection", api.ReflectionView.as_view()),
    path("foundations/confirm-track", api.ConfirmTrackView.as_view()),
    path("foundations/complete", api.CompleteFoundationsView.as_view()),
]
