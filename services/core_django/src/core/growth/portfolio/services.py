"""Use cases of the portfolio."""

from uuid import UUID

from core.growth.portfolio import selectors
from core.growth.portfolio.errors import ItemChanged
from core.growth.portfolio.models import PortfolioItem
from core.journey.results import selectors as results
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.audit import steps as audit
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from core.platform.freshness import steps as freshness
from core.platform.inbox import steps as inbox
from talent_contracts.failpoints import failpoint

CONSUMER = "portfolio"


@use_case()
def add_value_statement(*, actor: Actor, event_id: UUID, learner_id: UUID, result_id: UUID) -> None:
    """The value statement of a result becomes an item, once per event and per result."""
    seen = inbox.receive(
        source=CONSUMER,
        event_id=str(event_id),
        learner_id=learner_id,
        digest=str(result_id),
        outcome="added",
    )
    if seen is not None or selectors.has_item_from(result_id):
        return
    result = results.get_result(result_id)
    statement = results.read_body(result).value_statement
    PortfolioItem(
        id=new_id(),
        learner_id=learner_id,
        kind=PortfolioItem.Kind.VALUE_STATEMENT,
        source_id=result_id,
        title="My value statement",
        original_text=statement.text,
        text=statement.text,
        created_at=now(),
    ).save(force_insert=True)
    freshness.raise_version([learner_id])
    failpoint("core.consumer.portfolio-added")


@use_case()
def edit_text(*, actor: Actor, item_id: UUID, text: str, version: int | None) -> PortfolioItem:
    """Write the learner's own words; with ``version`` only over that version (ItemChanged)."""
    item = selectors.get_item(actor, item_id, lock=True)
    if version is not None and version != item.version:
        raise ItemChanged
    if item.text == text:
        return item
    item.text = text
    item.version += 1
    item.edited_at = now()
    item.save(update_fields=["text", "version", "edited_at"])
    audit.record(action="portfolio.item_edited", subject_id=item.id, after={"v": item.version})
    freshness.raise_version([actor.id])
    return item
