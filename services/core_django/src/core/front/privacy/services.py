"""Erasing a student for good."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from core.front.privacy import domain, selectors
from core.front.privacy.schemas import ErasureOut
from core.journey.journey import selectors as journeys
from core.journey.journey import steps as journey_steps
from core.people.accounts import selectors as accounts
from core.people.accounts import steps as account_steps
from core.people.accounts.errors import WrongState
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.audit import steps as audit
from core.platform.outbox import selectors as outbox
from core.platform.outbox import steps as outbox_steps
from talent_contracts.failpoints import failpoint


@use_case()
def erase_student(*, actor: Actor, student_id: UUID, reason: str) -> ErasureOut:
    """Take everything of a student but the id: here now, in the profiler by a signed event.

    ``reason`` stays in the audit trail and must not tell who it was. Repeating is harmless. Raises
    NotFound, and WrongState unless the student is deactivated and nothing but a student.
    """
    accounts.get_student(actor, student_id)
    # The journey before the account, as applying a result locks them; and before the account the
    # deliveries too, as consumers do.
    journey = journeys.lock_journeys([student_id], waits=True)[student_id]
    outbox_steps.hold_off(student_id)
    student = accounts.get_student(actor, student_id, lock=True)
    if student.status == User.Status.ERASED:
        return selectors.describe(actor, student)
    obstacle = selectors.find_obstacle(student)
    if obstacle is not None:
        raise WrongState(domain.SENTENCES[obstacle])
    journey_steps.end_for_good(journey)
    failpoint("core.erasure.journey-ended")
    account_steps.empty_account(student)
    failpoint("core.erasure.account-emptied")
    _erase_traces(student_id)
    failpoint("core.erasure.rows-deleted")
    audit.record(action="student.erased", subject_id=student_id, reason=reason)
    return selectors.describe(actor, student)


@use_case()
def tell_again(*, actor: Actor, since: datetime) -> int:
    """Send the erasures since then to a profiler that may have lost them; how many.

    Each keeps its event id: a profiler that knows it does nothing.
    """
    events = journeys.list_erased(since)
    found = outbox.list_deliveries(actor, event_ids=events, consumer=selectors.PROFILER)
    told = list(found.exclude(status="pending").order_by("id").select_for_update())
    for one in told:
        outbox_steps.revive(one)
        audit.record(action="erasure.told_again", subject_id=one.ordering_key)
    return len(told)


def _erase_traces(student_id: UUID) -> None:
    """Every other row, by a function of the owner's: no role of ours may delete them otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("select privacy_erase_traces(%s)", [student_id])
