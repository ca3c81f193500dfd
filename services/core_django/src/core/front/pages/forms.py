"""Forms of the plain pages."""

from typing import Any

from django import forms

from core.front.administration.admin_forms import UseCaseForm

_NEW = {"autocomplete": "new-password"}


class PasswordForm(UseCaseForm):
    """A new password, twice; the link's secret travels along."""

    token = forms.CharField(max_length=200, widget=forms.HiddenInput)
    password = forms.CharField(label="New password", strip=False, widget=forms.PasswordInput(_NEW))
    repeated = forms.CharField(
        label="The same password again", strip=False, widget=forms.PasswordInput(_NEW)
    )

    def clean(self) -> dict[str, Any]:
        password = self.cleaned_data.get("password")
        if password is not None and self.cleaned_data.get("repeated") not in {None, password}:
            self.add_error("repeated", "The two passwords differ; write both again.")
        return self.cleaned_data

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("token", "password")}


class ForgotPasswordForm(UseCaseForm):
    """Where to send the link."""

    email = forms.EmailField(
        label="E-mail of your account",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
