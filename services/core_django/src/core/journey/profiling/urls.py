"""Routes of profiling, below /api/v1."""

from django.urls import path

from core.journey.profiling.api import learner, retakes, statistics, sync

urlpatterns = [
    path("profiler/tickets", learner.TicketsView.as_view()),
    path("profiler/sync-fastapi", sync.SyncView.as_view()),
    path("profiler/sync-batch", sync.SyncBatchView.as_view()),
    path("profiler/sync-sweep", sync.SweepView.as_view()),
    path("profiler/result", learner.ResultView.as_view()),
    path("profiler/result/comparison", learner.ComparisonView.as_view()),
    path("profiler/retake-requests", retakes.RetakeRequestsView.as_view()),
    path(
        "profiler/retake-requests/<uuid:request_id>/withdraw", retakes.WithdrawRetakeView.as_view()
    ),
    path("admin/profiling/statistics", statistics.BankStatisticsView.as_view()),
    path("profiler/value-statement", learner.ValueStatementView.as_view()),
]
