"""/admin/dead-letters and /admin/system."""

from uuid import UUID

from core.front.system import schemas, selectors, services
from core.platform.access.scopes import reading
from core.platform.common.errors import NotFound
from core.platform.common.pagination import page_links, take_page
from core.platform.edge.operation import Call, Endpoint, operation
from core.platform.edge.principals import ADMIN
from core.platform.outbox import selectors as outbox


class DeadLettersView(Endpoint):
    @operation(
        who=ADMIN,
        summary="List dead letters",
        query=schemas.DeadLettersQuery,
        answers={200: schemas.DeadLetterPage},
    )
    def get(self, call: Call, *, query: schemas.DeadLettersQuery) -> schemas.DeadLetterPage:
        """Events of core whose delivery was given up, newest first."""
        with reading(call.actor):
            rows = outbox.list_dead_letters(
                call.actor, consumer=query.consumer, event_type=query.type
            )
            found, after, before = take_page(rows, query)
            letters = [selectors.describe_letter(letter) for letter in found]
        links = page_links(call.http.path, query, after, before)
        return schemas.DeadLetterPage(results=letters, **links)


class DeadLetterView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Read a dead letter",
        answers={200: schemas.DeadLetterDetail},
        refusals=[NotFound],
    )
    def get(self, call: Call, *, letter_id: UUID) -> schemas.DeadLetterDetail:
        """With its event; what a person wrote is masked."""
        with reading(call.actor):
            return selectors.get_letter(call.actor, letter_id)


class ReplayDeadLettersView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Send dead letters again",
        body=schemas.ReplayIn,
        answers={200: schemas.ReplayedOut},
    )
    def post(self, call: Call, *, body: schemas.ReplayIn) -> schemas.ReplayedOut:
        """Each under its own id with a fresh signature; what is no dead letter is named."""
        replayed = services.replay_dead_letters(actor=call.actor, ids=body.ids)
        unknown = [one for one in dict.fromkeys(body.ids) if one not in replayed]
        return schemas.ReplayedOut(replayed=replayed, unknown=unknown)


class DiscardDeadLetterView(Endpoint):
    @operation(
        who=ADMIN,
        summary="Discard a dead letter",
        body=schemas.DiscardIn,
        answers={204: None},
        refusals=[NotFound],
    )
    def post(self, call: Call, *, letter_id: UUID, body: schemas.DiscardIn) -> None:
        """It is never sent again; the event itself stays stored."""
        services.discard_dead_letter(actor=call.actor, letter_id=letter_id, reason=body.reason)


class HealthView(Endpoint):
    @operation(who=ADMIN, summary="How the system is", answers={200: schemas.HealthOut})
    def get(self, call: Call) -> schemas.HealthOut:
        """What waits to be delivered, and what was given up."""
        with reading(call.actor):
            return selectors.get_health(call.actor)
