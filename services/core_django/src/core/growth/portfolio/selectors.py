"""Reads of portfolio items."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from core.growth.portfolio.models import PortfolioItem
from core.platform.access.actors import Actor
from core.platform.common.errors import NotFound


def list_items(actor: Actor) -> QuerySet[PortfolioItem]:
    """The actor's own items."""
    return PortfolioItem.objects.filter(learner_id=actor.id)


def list_sources(source_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids from which there is an item already."""
    found = PortfolioItem.objects.filter(source_id__in=list(source_ids))
    return set(found.values_list("source_id", flat=True))


def get_item(actor: Actor, item_id: UUID, *, lock: bool = False) -> PortfolioItem:
    """One of the actor's own items; NotFound also for what belongs to others."""
    items = list_items(actor)
    item = (items.select_for_update() if lock else items).filter(id=item_id).first()
    if item is None:
        raise NotFound
    return item
