"""The last statement of a use case that changes what a dashboard shows."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connections

from core.platform.access.scopes import require_writing, step


@step
def raise_version(learner_ids: Iterable[UUID]) -> None:
    """Raise the version of each learner, in id order so that two use cases cannot deadlock."""
    ids = sorted(set(learner_ids))
    with connections[require_writing().alias].cursor() as cursor:
        cursor.execute(
            "insert into freshness (learner_id, version, changed_at)"
            " select id, 1, now() from unnest(%s::uuid[]) as id order by id"
            " on conflict (learner_id) do update"
            " set version = freshness.version + 1, changed_at = now()",
            [ids],
        )
