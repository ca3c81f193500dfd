"""Cursor pages: ``{results, next, previous}`` over a rising position, newest first."""

from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")


class PageQuery(BaseModel):
    """The query every list takes; anything else in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=100)] = 25
    cursor: Annotated[str, Field(pattern=r"^[np][0-9]{1,18}$")] | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, newest first, and the cursors of those ``after`` and ``before`` them."""

    rows: list[Row]
    after: str | None
    before: str | None

    def link(self, path: str, query: PageQuery) -> dict[str, str | None]:
        """The ``next`` and ``previous`` addresses with every other query value kept."""
        kept = query.model_dump(exclude={"cursor"}, exclude_none=True)
        return {
            name: f"{path}?{urlencode({**kept, 'cursor': cursor})}" if cursor else None
            for name, cursor in (("next", self.after), ("previous", self.before))
        }


async def take_page(
    db: AsyncSession,
    wanted: Select[Row],
    query: PageQuery,
    *,
    position: InstrumentedAttribute[int],
) -> Page[Row]:
    """The page that the query asks for, in one statement."""
    backwards = (query.cursor or "n")[0] == "p"
    if query.cursor:
        edge = int(query.cursor[1:])
        wanted = wanted.where(position > edge if backwards else position < edge)
    order = position.asc() if backwards else position.desc()
    found = list(await db.scalars(wanted.order_by(order).limit(query.limit + 1)))
    has_more = len(found) > query.limit
    rows = found[: query.limit]
    if backwards:
        rows.reverse()
    has_newer = has_more if backwards else query.cursor is not None
    return Page(
        rows,
        after=_write_cursor("n", rows[-1:], position) if has_more or backwards else None,
        before=_write_cursor("p", rows[:1], position) if has_newer else None,
    )


def _write_cursor(
    direction: str, edge: list[Any], position: InstrumentedAttribute[int]
) -> str | None:
    return f"{direction}{getattr(edge[0], position.key)}" if edge else None
