"""What operators do with dead letters."""

from collections.abc import Sequence
from uuid import UUID

from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.audit import steps as audit
from core.platform.common.errors import NotFound
from core.platform.outbox import selectors as outbox
from core.platform.outbox import steps


@use_case()
def replay_dead_letters(*, actor: Actor, ids: Sequence[UUID]) -> list[UUID]:
    """Send these again, in the order of their publishing; those that were dead letters."""
    letters = outbox.list_dead_letters(actor).filter(id__in=ids).order_by("id")
    revived = list(letters.select_for_update(of=("self",)))
    for letter in revived:
        steps.revive(letter)
        audit.record(action="dead_letter.replayed", subject_id=letter.id)
    return [letter.id for letter in revived]


@use_case()
def discard_dead_letter(*, actor: Actor, letter_id: UUID, reason: str) -> None:
    """Give one up for good. Raises NotFound."""
    letters = outbox.list_dead_letters(actor).select_for_update(of=("self",))
    letter = letters.filter(id=letter_id).first()
    if letter is None:
        raise NotFound
    steps.discard(letter)
    audit.record(action="dead_letter.discarded", subject_id=letter.id, reason=reason)
