"""Routes of profiling, below /api/v1."""

from django.urls import path

from core.journey.profiling import api

urlpatterns = [
    path("profiler/tickets", api.TicketsView.as_view()),
    path("profiler/sync-fastapi", api.SyncView.as_view()),
    path("profiler/sync-sweep", api.SweepView.as_view()),
    path("profiler/result", api.ResultView.as_view()),
    path("profiler/result/comparison", api.ComparisonView.as_view()),
    path("profiler/retake-requests", api.RetakeRequestsView.as_view()),
    path("profiler/retake-requests/<uuid:request_id>/withdraw", api.WithdrawRetakeView.as_view()),
    path("admin/profiling/statistics", api.BankStatisticsView.as_view()),
    path("profiler/value-statement", api.ValueStatementView.as_view()),
]
