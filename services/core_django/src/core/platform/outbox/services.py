"""Claiming and finishing deliveries; each claim has a lease and a fencing token."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.clock import now
from core.platform.outbox import domain
from core.platform.outbox.models import Delivery, RelayState
from talent_contracts.breaker import MOST_SCOUTED
from talent_contracts.delivery import AWAY_REASONS, CURABLE_REASONS, Action, Decision

# Only the oldest pending delivery of a (consumer, ordering key) can be claimed.
_DUE = """
select d.id from outbox_delivery d
where d.status = 'pending' and d.next_attempt_at <= now()
  and (d.leased_until is null or d.leased_until < now())
  and {whose}
  and not exists (
    select 1 from outbox_delivery earlier
    where earlier.status = 'pending' and earlier.consumer = d.consumer
      and earlier.ordering_key = d.ordering_key and earlier.id < d.id
  )
order by {order} limit {most} for update of d skip locked
"""
_LEASE = """
with due as ({due})
update outbox_delivery d
set leased_until = now() + make_interval(secs => %(lease_s)s), fence = d.fence + 1,
    attempts = d.attempts + 1
from due, outbox_event e
where d.id = due.id and e.id = d.event_id
returning d.id, d.fence, d.attempts, d.bad_signatures, d.consumer,
  e.id, e.type, e.payload::text, e.ordering_key, e.published_at, d.revived_at
"""
_DUE_IN_LANE = _DUE.format(
    whose="d.consumer = lane.name", order="d.ordering_key, d.id", most="lane.room"
)
# Each of these few consumers is found by the index of the order, whatever waits for others.
_SINGLY = _LEASE.format(
    due=f"""
select found.id from unnest(%(names)s::text[], %(rooms)s::int[]) as lane(name, room)
cross join lateral ({_DUE_IN_LANE}) as found
"""  # noqa: S608 - both parts are constants of this module.
)
_OLDEST, _NEWEST = (
    _LEASE.format(
        due=_DUE.format(
            whose="d.consumer <> all (%(without)s)",
            order=f"d.next_attempt_at {direction}",
            most="%(most)s",
        )
    )
    for direction in ("asc", "desc")
)
_COLUMNS = (
    "id",
    "fence",
    "attempts",
    "bad_signatures",
    "consumer",
    "event_id",
    "type",
    "payload",
    "ordering_key",
    "published_at",
    "revived_at",
)


# Statistics made while little waited would have a backlog sorted for each claim; the way along the
# indexes costs the same however much waits.
_IN_INDEX_ORDER = "select set_config('plan_cache_mode', 'force_generic_plan', true)" + "".join(
    f", set_config('enable_{way}', 'off', true)"
    for way in ("sort", "bitmapscan", "seqscan", "hashjoin", "mergejoin")
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One leased delivery. ``fence`` must still stand when it is finished."""

    id: UUID
    fence: int
    attempts: int
    bad_signatures: int
    consumer: str
    event_id: UUID
    type: str
    payload: dict[str, Any]
    ordering_key: UUID
    published_at: datetime
    revived_at: datetime | None

    @property
    def waits_since(self) -> datetime:
        """From when its age counts: publication, or the last time an operator revived it."""
        return self.revived_at or self.published_at


@use_case()
def claim_singly(*, actor: Actor, rooms: Mapping[str, int]) -> list[Claimed]:
    """Lease due deliveries of the named consumers, up to so many of each: the oldest of a learner,
    in the order of learners.
    """
    names, limits = list(rooms), list(rooms.values())
    return _claim(_SINGLY, {"names": names, "rooms": limits})


@use_case()
def claim_together(*, actor: Actor, most: int, without: Sequence[str]) -> list[Claimed]:
    """Lease up to ``most`` due deliveries of all other consumers, the oldest per consumer and
    learner. While more than that wait, one in eight is among the newest.
    """
    newest = most // domain.NEWEST_SHARE
    oldest = most - newest
    found = _claim(_OLDEST, {"without": list(without), "most": oldest})
    if newest and len(found) == oldest:
        found += _claim(_NEWEST, {"without": list(without), "most": newest})
    return found


@use_case()
def finish(*, actor: Actor, claimed: Claimed, decision: Decision, wait_s: float) -> bool:
    """Write what became of it; False when another relay took over the lease meanwhile."""
    at = now()
    mine = Delivery.objects.filter(id=claimed.id, fence=claimed.fence, status="pending")
    if decision.action is Action.RETRY:
        changed = mine.update(
            leased_until=None,
            next_attempt_at=at + timedelta(seconds=wait_s),
            last_error=decision.reason[:200],
            bad_signatures=F("bad_signatures") + int(decision.reason.startswith("bad-signature")),
        )
    else:
        changed = mine.update(
            status=decision.action.value,
            leased_until=None,
            finished_at=at,
            outcome=decision.outcome.value if decision.outcome else None,
            last_error=None if decision.action is Action.DONE else decision.reason[:200],
        )
    return changed == 1


@use_case()
def hurry(*, actor: Actor, consumers: Sequence[str], reasons: Sequence[str] = AWAY_REASONS) -> int:
    """The receiver is back, or cured: what waited for that is due now; how many."""
    return _find_held_up(consumers, reasons).update(next_attempt_at=now())


@use_case()
def send_scout(*, actor: Actor, consumers: Sequence[str]) -> bool:
    """Make one delivery due that waits for a cure, the least tried first; False without any."""
    waiting = _find_held_up(consumers, CURABLE_REASONS).filter(attempts__lt=MOST_SCOUTED)
    scout = waiting.order_by("attempts", "id").select_for_update(skip_locked=True).first()
    if scout is None:
        return False
    return Delivery.objects.filter(id=scout.id).update(next_attempt_at=now()) == 1


@use_case()
def note_receivers(*, actor: Actor, receivers: Sequence[str], is_away: bool) -> None:
    """Tell whoever watches the metrics that the relay lives, and whether the receivers are away."""
    for receiver in receivers:
        RelayState.objects.update_or_create(
            receiver=receiver, defaults={"is_away": is_away, "seen_at": now()}
        )


@use_case()
def is_anything_held_up(*, actor: Actor, consumers: Sequence[str]) -> bool:
    """Whether deliveries rest for more than 5 s only because their receiver was away."""
    return _find_held_up(consumers, AWAY_REASONS).exists()


def _find_held_up(consumers: Sequence[str], reasons: Sequence[str]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        status=Delivery.Status.PENDING,
        consumer__in=consumers,
        last_error__in=reasons,
        next_attempt_at__gt=now() + domain.SOON,
    )


def _claim(statement: str, parameters: dict[str, Any]) -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(_IN_INDEX_ORDER)
        cursor.execute(statement, parameters | {"lease_s": domain.LEASE_S})
        rows = cursor.fetchall()
    return [_read_claim(dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def _read_claim(row: dict[str, Any]) -> Claimed:
    return Claimed(**row | {"payload": json.loads(row["payload"])})
