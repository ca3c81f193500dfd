"""Routes of accounts, below /api/v1."""

from django.urls import path

from core.people.accounts import api

urlpatterns = [
    path("auth/login", api.LoginView.as_view()),
    path("auth/refresh", api.RefreshView.as_view()),
    path("auth/logout", api.LogoutView.as_view()),
    path("auth/jwks", api.JwksView.as_view()),
    path("auth/invitations/accept", api.AcceptInvitationView.as_view()),
    path("auth/password/change", api.ChangePasswordView.as_view()),
    path("auth/password/reset-request", api.RequestPasswordResetView.as_view()),
    path("auth/password/reset", api.ResetPasswordView.as_view()),
]
