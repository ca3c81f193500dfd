"""Pages that set a password by a one-time link, and the one that asks for such a link."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.front.administration.admin_site import allow_forms
from core.front.pages import selectors
from core.front.pages.forms import ForgotPasswordForm, PasswordForm
from core.people.accounts.api import client_address
from core.people.accounts.domain import MAX_LENGTH
from core.people.accounts.models import OneTimeLink
from core.people.accounts.schemas import LinkIn, ResetRequestIn
from core.people.accounts.services import credentials

_form_page = require_http_methods(["GET", "HEAD", "POST"])


@_form_page
@allow_forms
@never_cache
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """The first password of an invited account."""
    return _set_password(
        request,
        OneTimeLink.Purpose.INVITATION,
        credentials.accept_invitation,
        template="invite",
    )


@_form_page
@allow_forms
@never_cache
def reset_password(request: HttpRequest) -> HttpResponse:
    """A new password by a mailed link."""
    return _set_password(
        request,
        OneTimeLink.Purpose.PASSWORD_RESET,
        credentials.reset_password,
        template="reset",
    )


def _set_password(
    request: HttpRequest,
    purpose: OneTimeLink.Purpose,
    use_case: Callable[..., None],
    *,
    template: str,
) -> HttpResponse:
    form = (
        PasswordForm(request.POST)
        if request.method == "POST"
        else PasswordForm(initial={"token": request.GET.get("token", "")})
    )
    minimum = selectors.find_min_password_length(form["token"].value() or "", purpose)
    if minimum is None:
        return render(request, f"pages/{template}_refused.html", status=422)
    if form.is_bound:
        form.submit(LinkIn, lambda given: use_case(token=given.token, password=given.password))
        if not form.errors:
            return redirect(f"{template}_done")
    limits = {"minimum": minimum, "maximum": MAX_LENGTH}
    return render(request, f"pages/{template}.html", {"form": form, **limits}, status=form.status)


@_form_page
@allow_forms
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Ask for a reset link; the answer never tells whether there is an account."""
    form = ForgotPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        form.submit(
            ResetRequestIn,
            lambda given: credentials.request_password_reset(
                email=given.email, address=client_address(request)
            ),
        )
        if not form.errors:
            return redirect("forgot_sent")
    return render(request, "pages/forgot.html", {"form": form}, status=form.status)
