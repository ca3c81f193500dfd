"""/portfolio/items."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from core.growth.portfolio import selectors, services
from core.growth.portfolio.errors import ItemChanged
from core.growth.portfolio.models import PortfolioItem
from core.platform.access.scopes import reading
from core.platform.common.errors import NotFound
from core.platform.common.pagination import Page, PageQuery, page_links, take_page
from core.platform.edge.operation import Call, Endpoint, operation
from core.platform.edge.principals import STUDENT
from talent_contracts.model import StrictModel, Text


class PortfolioItemOut(StrictModel):
    """``original_text`` stays, so that an edit can be undone."""

    id: UUID
    kind: Literal["value_statement"]
    title: str
    text: str
    original_text: str
    version: int
    created_at: datetime
    edited_at: datetime | None


class PortfolioPage(Page[PortfolioItemOut]):
    """One page of items, newest first."""


class EditItemIn(StrictModel):
    """``version`` guards against overwriting an edit of another device."""

    text: Annotated[Text, Field(min_length=1, max_length=6000, pattern=r"\S")]
    version: Annotated[int, Field(ge=1)] | None = None


class PortfolioItemsView(Endpoint):
    @operation(who=STUDENT, summary="List own items", query=PageQuery, answers={200: PortfolioPage})
    def get(self, call: Call, *, query: PageQuery) -> PortfolioPage:
        """The own portfolio, newest first."""
        with reading(call.actor):
            found, after, before = take_page(selectors.list_items(call.actor), query)
        links = page_links(call.http.path, query, after, before)
        return PortfolioPage(results=[_out(item) for item in found], **links)


class PortfolioItemView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Read an own item",
        answers={200: PortfolioItemOut},
        refusals=[NotFound],
    )
    def get(self, call: Call, *, item_id: UUID) -> PortfolioItemOut:
        """One item with the text it began with."""
        with reading(call.actor):
            return _out(selectors.get_item(call.actor, item_id))

    @operation(
        who=STUDENT,
        summary="Edit the own text",
        body=EditItemIn,
        answers={200: PortfolioItemOut},
        refusals=[NotFound, ItemChanged],
    )
    def patch(self, call: Call, *, item_id: UUID, body: EditItemIn) -> PortfolioItemOut:
        """Write the item in the learner's own words."""
        return _out(
            services.edit_text(
                actor=call.actor, item_id=item_id, text=body.text, version=body.version
            )
        )


def _out(item: PortfolioItem) -> PortfolioItemOut:
    return PortfolioItemOut(
        id=item.id,
        kind="value_statement",
        title=item.title,
        text=item.text,
        original_text=item.original_text,
        version=item.version,
        created_at=item.created_at,
        edited_at=item.edited_at,
    )
