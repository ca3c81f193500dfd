"""Cursor pages: ``{results, next, previous}`` over a UUIDv7 key, newest first."""

import base64
from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from pydantic import Field

from core.platform.common.errors import InvalidInput
from talent_contracts.model import StrictModel
from talent_contracts.problems import FieldProblem

M = TypeVar("M", bound=Model)
Item = TypeVar("Item", bound=StrictModel)


class Page(StrictModel, Generic[Item]):
    """One page of a list; ``next`` and ``previous`` are relative addresses or null."""

    results: list[Item]
    next: str | None
    previous: str | None


class PageQuery(StrictModel):
    """The query every list takes."""

    limit: Annotated[int, Field(ge=1, le=100)] = 25
    cursor: Annotated[str, Field(max_length=100)] | None = None


def take_page(rows: QuerySet[M], query: PageQuery) -> tuple[list[M], str | None, str | None]:
    """The rows of one page plus the cursors after and before it; two queries at most."""
    backwards, key = _read_cursor(query.cursor)
    if key is not None:
        rows = rows.filter(id__gt=key) if backwards else rows.filter(id__lt=key)
    found = list(rows.order_by("id" if backwards else "-id")[: query.limit + 1])
    has_more = len(found) > query.limit
    found = found[: query.limit]
    if backwards:
        found.reverse()
    after = _cursor_after(found) if (has_more or backwards) and found else None
    before = (
        _cursor_before(found) if (has_more if backwards else key is not None) and found else None
    )
    return found, after, before


def page_links(
    path: str, query: PageQuery, after: str | None, before: str | None
) -> dict[str, str | None]:
    """The ``next`` and ``previous`` addresses with every other query value kept."""
    kept = {
        name: value
        for name, value in query.model_dump(mode="json", exclude={"cursor"}).items()
        if value is not None
    }
    return {
        "next": f"{path}?{urlencode({**kept, 'cursor': after})}" if after else None,
        "previous": f"{path}?{urlencode({**kept, 'cursor': before})}" if before else None,
    }


def _cursor_after(rows: Sequence[Model]) -> str:
    return _write_cursor("n", rows[-1].pk)


def _cursor_before(rows: Sequence[Model]) -> str:
    return _write_cursor("p", rows[0].pk)


def _write_cursor(direction: str, key: UUID) -> str:
    return direction + base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> tuple[bool, UUID | None]:
    if cursor is None:
        return False, None
    direction, encoded = cursor[:1], cursor[1:]
    try:
        key = UUID(bytes=base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except ValueError:
        key = None
    if direction not in {"n", "p"} or key is None:
        problem = FieldProblem.model_validate(
            {
                "in": "query",
                "name": "cursor",
                "code": "bad-cursor",
                "detail": "This cursor is not one of ours; start again without it.",
            }
        )
        raise InvalidInput(errors=[problem])
    return direction == "p", key
