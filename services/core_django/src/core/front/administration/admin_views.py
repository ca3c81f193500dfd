"""Django admin's pages of one student. Each write is a use case outside any other transaction."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from core.front.administration import schemas, selectors, services
from core.front.administration.admin_forms import (
    ChangeStudentForm,
    ReasonForm,
    StudentForm,
    UseCaseForm,
    explain,
)
from core.front.administration.admin_site import actor_of, site
from core.front.administration.schemas import StudentOut
from core.people.accounts.schemas import LinkOut
from core.platform.access.scopes import reading
from core.platform.common.errors import DomainError, NotFound

STUDENT = "admin:accounts_user_change"
_form_page = require_http_methods(["GET", "HEAD", "POST"])


@_form_page
def create_student(request: HttpRequest) -> HttpResponse:
    """A new student; the answer to the form shows the invitation, this once."""
    form = StudentForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        created = form.submit(
            schemas.CreateStudentIn,
            lambda given: services.create_student(actor=actor_of(request), given=given),
        )
        if created is not None:
            return _show_invitation(request, created, created.invitation)
    return _page(request, "create_student", title="Create a student", form=form)


@_form_page
def change_student(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """A student's facts, a form to change them and what else can be done."""
    student = _get_student(request, student_id)
    form = ChangeStudentForm(
        request.POST if request.method == "POST" else None, initial=student.model_dump()
    )
    if form.is_bound:
        changed = form.submit(
            schemas.ChangeStudentIn,
            lambda given: services.change_student(
                actor=actor_of(request), student_id=student_id, given=given
            ),
        )
        if changed is not None:
            messages.success(request, "The student was changed.")
            return redirect(STUDENT, student_id)
    title = f"{student.first_name} {student.last_name}"
    return _page(request, "student", title=title, form=form, student=student)


@require_POST
def activate_student(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Let the student log in again."""
    try:
        services.activate_student(actor=actor_of(request), student_id=student_id)
    except DomainError as refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, "The student may log in again.")
    return redirect(STUDENT, student_id)


@require_POST
def resend_invitation(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """A fresh invitation, shown this once."""
    try:
        link = services.resend_invitation(actor=actor_of(request), student_id=student_id)
    except DomainError as refusal:
        messages.error(request, explain(refusal))
        return redirect(STUDENT, student_id)
    return _show_invitation(request, _get_student(request, student_id), link)


@_form_page
def deactivate_student(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Ask why, then end every login and refuse new ones."""
    return _do_with_reason(
        request,
        student_id,
        services.deactivate_student,
        template="deactivate_student",
        title="Deactivate a student",
        done="The student was deactivated; every login has ended.",
    )


@_form_page
def reset_profiling(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Say what will change and ask why, then start a new epoch."""
    return _do_with_reason(
        request,
        student_id,
        services.reset_profiling,
        template="reset_profiling",
        title="Reset a student's profiling",
        done="The profiling was reset; the student starts again in a new epoch.",
    )


VERBS = {
    "activate": activate_student,
    "deactivate": deactivate_student,
    "invite": resend_invitation,
    "reset": reset_profiling,
}


def _do_with_reason(
    request: HttpRequest,
    student_id: UUID,
    use_case: Callable[..., object],
    *,
    template: str,
    title: str,
    done: str,
) -> HttpResponse:
    student = _get_student(request, student_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        form.submit(
            schemas.ReasonIn,
            lambda given: use_case(
                actor=actor_of(request), student_id=student_id, reason=given.reason
            ),
        )
        if not form.errors:
            messages.success(request, done)
            return redirect(STUDENT, student_id)
    return _page(request, template, title=title, form=form, student=student)


def _get_student(request: HttpRequest, student_id: UUID) -> StudentOut:
    actor = actor_of(request)
    try:
        with reading(actor):
            return selectors.get_student(actor, student_id)
    except NotFound:
        raise Http404 from None


def _show_invitation(request: HttpRequest, student: StudentOut, link: LinkOut) -> HttpResponse:
    return _page(request, "invitation", title="Invitation", student=student, link=link)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Everything shown is read by now: rendering needs no transaction."""
    form: UseCaseForm | None = context.get("form")
    return TemplateResponse(
        request,
        f"administration/{template}.html",
        {**site.each_context(request), **context},
        status=form.status if form is not None else 200,
    )
