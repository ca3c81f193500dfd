"""Routes of the dashboard, below /api/v1."""

from django.urls import path

from core.insight.dashboard import api

urlpatterns = [
    path("student/dashboard", api.DashboardView.as_view()),
    path("student/dashboard/overview", api.OverviewView.as_view()),
    path("student/dashboard/next-actions", api.NextActionsView.as_view()),
    path("student/profile", api.StudentProfileView.as_view()),
]
