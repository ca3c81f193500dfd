"""Forms that hand their values to a use case and show its refusals at the right field."""

from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pydantic import ValidationError

from core.people.accounts.errors import EmailTaken
from core.platform.common.errors import DomainError, InvalidInput
from core.platform.edge.strict_input import body_problems
from talent_contracts.model import StrictModel

M = TypeVar("M", bound=StrictModel)
R = TypeVar("R")


def explain(refusal: DomainError) -> SafeString:
    """The refusal's sentence and the address of its page."""
    return format_html(
        '{} <a href="/problems/{}">What to do</a>', refusal.detail.rstrip(".") + ".", refusal.code
    )


class UseCaseForm(forms.Form):
    """A form whose last word has the use case."""

    refusal: DomainError | None = None

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form again."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.errors else 200

    def submit(self, schema: type[M], use_case: Callable[[M], R]) -> R | None:
        """What the use case answers; None after a refusal, which ``errors`` then holds."""
        if not self.is_valid():
            return None
        try:
            return use_case(self._read(schema))
        except DomainError as refusal:
            self._add_refusal(refusal)
            return None

    def given(self) -> dict[str, Any]:
        """The values for the schema, by name."""
        return self.cleaned_data

    def _read(self, schema: type[M]) -> M:
        try:
            return schema.model_validate(self.given())
        except ValidationError as error:
            raise InvalidInput(errors=body_problems(error)) from None

    def _add_refusal(self, refusal: DomainError) -> None:
        self.refusal = refusal
        for problem in refusal.errors:
            name = (problem.pointer or "").removeprefix("/")
            self.add_error(name if name in self.fields else None, problem.detail)
        if not refusal.errors:
            field = "email" if isinstance(refusal, EmailTaken) else None
            self.add_error(field, explain(refusal))


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(available_timezones())]


class StudentForm(UseCaseForm):
    """A student's account and profile."""

    email = forms.EmailField(label="E-mail", max_length=254)
    first_name = forms.CharField(max_length=100)
    last_name = forms.CharField(max_length=100)
    grade = forms.CharField(max_length=40, required=False)
    goal = forms.CharField(
        max_length=400, required=False, widget=forms.Textarea({"rows": 3, "cols": 60})
    )
    time_zone = forms.ChoiceField(choices=_time_zones, initial="UTC")


class ChangeStudentForm(StudentForm):
    """Gives only what differs from the student as read."""

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class ReasonForm(UseCaseForm):
    """Why something is done; it stays in the audit trail."""

    reason = forms.CharField(
        min_length=3,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "cols": 60}),
        help_text="Kept in the audit trail. Do not write more personal detail than needed.",
    )
