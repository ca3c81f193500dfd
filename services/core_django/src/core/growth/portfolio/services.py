"""Use cases of the portfolio."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.growth.portfolio import selectors
from core.growth.portfolio.errors import ItemChanged
from core.growth.portfolio.models import PortfolioItem
from core.journey.results import selectors as results
from core.journey.results.models import Result
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.audit import steps as audit
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from core.platform.freshness import steps as freshness
from core.platform.inbox import steps as inbox
from core.platform.inbox.steps import Arrival
from talent_contracts.failpoints import failpoint

CONSUMER = "portfolio"


@dataclass(frozen=True, slots=True)
class AppliedResult:
    """A result that core applied, and the event that told so."""

    event_id: UUID
    learner_id: UUID
    result_id: UUID

    @property
    def arrival(self) -> Arrival:
        return Arrival(str(self.event_id), self.learner_id, str(self.result_id), "added")


@use_case()
def add_value_statements(*, actor: Actor, applied: Sequence[AppliedResult]) -> None:
    """The value statement of each result becomes an item, once per event and per result.

    NotFound without one of the results, EventIdReused for one event told of another: nothing is
    added then.
    """
    new = inbox.receive_new(source=CONSUMER, arrivals=[one.arrival for one in applied])
    told = {one.result_id: one.learner_id for one in applied if str(one.event_id) in new}
    wanted = told.keys() - selectors.list_sources(told)
    if not wanted:
        return
    PortfolioItem.objects.bulk_create(
        _make_item(told[result.id], result) for result in results.get_results(wanted)
    )
    freshness.raise_version(told[result_id] for result_id in wanted)
    failpoint("core.consumer.portfolio-added")


def _make_item(learner_id: UUID, result: Result) -> PortfolioItem:
    text = results.read_body(result).value_statement.text
    return PortfolioItem(
        id=new_id(),
        learner_id=learner_id,
        kind=PortfolioItem.Kind.VALUE_STATEMENT,
        source_id=result.id,
        title="My value statement",
        original_text=text,
        text=text,
        created_at=now(),
    )


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
