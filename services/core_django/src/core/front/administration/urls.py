"""Routes of the student administration, below /api/v1."""

from django.urls import path

from core.front.administration import api

_RETAKE = "admin/retake-requests/<uuid:request_id>"
_STUDENT = "admin/students/<uuid:student_id>"

urlpatterns = [
    path("admin/students", api.StudentsView.as_view()),
    path(_STUDENT, api.StudentView.as_view()),
    path(f"{_STUDENT}/activate", api.ActivateStudentView.as_view()),
    path(f"{_STUDENT}/deactivate", api.DeactivateStudentView.as_view()),
    path(f"{_STUDENT}/invitation", api.InvitationView.as_view()),
    path(f"{_STUDENT}/reset-profiling", api.ResetProfilingView.as_view()),
    path(f"{_STUDENT}/undo-reset", api.UndoResetView.as_view()),
    path("admin/retake-requests", api.RetakeReviewsView.as_view()),
    path(f"{_RETAKE}/approve", api.ApproveRetakeView.as_view()),
    path(f"{_RETAKE}/decline", api.DeclineRetakeView.as_view()),
]
