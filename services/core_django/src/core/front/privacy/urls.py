"""Routes of privacy, below /api/v1."""

from django.urls import path

from core.front.privacy import api

urlpatterns = [path("admin/students/<uuid:student_id>/erasure", api.ErasureView.as_view())]
