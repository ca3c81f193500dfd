"""The pages of Django admin, and what is read beside them."""

from typing import Any
from uuid import UUID, uuid4

from core_testing import raw
from tests.clients.core_client import CoreClient

LIST = "/django-admin/students/"
LOGIN = "/django-admin/login/"


def page_of(student_id: UUID | str, verb: str = "") -> str:
    """The page of a student, or of what one may do with them."""
    return f"{LIST}{student_id}/" + (f"{verb}/" if verb else "")


def read_student(admin: CoreClient, student_id: UUID | str) -> dict[str, Any]:
    """What the API says: the witness."""
    answer = admin.get(f"/admin/students/{student_id}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def new_student(**given: str) -> dict[str, str]:
    """The fields of a form."""
    return {
        "email": f"learner-{uuid4().hex[:12]}@example.org",
        "first_name": "Ada",
        "last_name": "Learner",
        "time_zone": "Europe/Paris",
        **given,
    }


def last_audit(student_id: UUID | str, action: str) -> tuple[Any, ...]:
    """What the last such action wrote, and its reason."""
    found = raw.run_as_owner(
        "select after, reason from audit_entry where subject_id = %s and action = %s"
        " order by id desc limit 1",
        UUID(str(student_id)),
        action,
    )
    return found[0]
