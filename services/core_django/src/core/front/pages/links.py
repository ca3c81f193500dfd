"""Pages that set a password by a one-time link, and the one that asks for such a link."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.front.administration.admin_forms import UseCaseForm
from core.front.administration.admin_site import allow_forms
from core.front.pages.forms import ForgotPasswordForm, PasswordForm
from core.people.accounts import domain
from core.people.accounts.api import client_address
from core.people.accounts.errors import InvalidLink
from core.people.accounts.schemas import LinkIn, ResetRequestIn
from core.people.accounts.services import credentials

_form_page = require_http_methods(["GET", "HEAD", "POST"])


@_form_page
@allow_forms
@never_cache
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """The first password of an invited account."""
    return _set_password(request, credentials.accept_invitation, template="invite")


@_form_page
@allow_forms
@never_cache
def reset_password(request: HttpRequest) -> HttpResponse:
    """A new password by a mailed link."""
    return _set_password(request, credentials.reset_password, template="reset")


def _set_password(
    request: HttpRequest, use_case: Callable[..., None], *, template: str
) -> HttpResponse:
    if request.method == "POST":
        form = PasswordForm(request.POST)
        form.submit(LinkIn, lambda given: use_case(token=given.token, password=given.password))
        if not form.errors:
            return redirect(f"{template}_done")
    else:
        form = PasswordForm(initial={"token": request.GET.get("token")})
    if isinstance(form.refusal, InvalidLink) or "token" in form.errors or not form["token"].value():
        return render(request, f"pages/{template}_refused.html", status=422)
    return _show(request, template, form, rules=domain)


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
    return _show(request, "forgot", form)


def _show(
    request: HttpRequest, template: str, form: UseCaseForm, **context: object
) -> HttpResponse:
    """The page with its form; after a refusal under the refusal's status."""
    page = render(request, f"pages/{template}.html", {"form": form, **context}, status=form.status)
    if form.refusal is not None and form.refusal.retry_after_s is not None:
        page["Retry-After"] = str(form.refusal.retry_after_s)
    return page
