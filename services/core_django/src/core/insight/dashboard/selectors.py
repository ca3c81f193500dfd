"""Reads of the dashboard: the stored row and whether it is dirty, in one statement."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from core.platform.access.actors import Actor
from core.platform.common.errors import NotFound

_HOT = """
select d.body, d.version, d.refreshed_at,
  coalesce(d.learner_id is null or d.version < f.version or d.stale_at <= now(), false) as dirty
from freshness f left join dashboard_row d on d.learner_id = f.learner_id
where f.learner_id = %s
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A clean row."""

    body: dict[str, Any]
    version: int
    refreshed_at: datetime


def find_clean(actor: Actor) -> Stored | None:
    """The actor's row; None when it is missing or dirty."""
    with connection.cursor() as cursor:
        cursor.execute(_HOT, [actor.id])
        row = cursor.fetchone()
    if row is None or row[3]:
        return None
    return Stored(body=json.loads(row[0]), version=row[1], refreshed_at=row[2])


def get_stored(actor: Actor) -> Stored:
    """The actor's row as it is, clean or not; NotFound for somebody without a journey."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select body, version, refreshed_at from dashboard_row where learner_id = %s",
            [actor.id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return Stored(body=json.loads(row[0]), version=row[1], refreshed_at=row[2])


def list_dirty(limit: int) -> list[UUID]:
    """Learners whose row is missing, old or past its time; for the worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select f.learner_id from freshness f"
            " left join dashboard_row d on d.learner_id = f.learner_id"
            " where d.learner_id is null or d.version < f.version or d.stale_at <= now()"
            " order by f.changed_at limit %s",
            [limit],
        )
        return [row[0] for row in cursor.fetchall()]
