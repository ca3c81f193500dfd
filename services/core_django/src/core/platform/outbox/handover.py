"""Handing claimed deliveries over to the consumers of this process."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

import structlog
from django.db import close_old_connections

from core.platform.access.actors import Actor
from core.platform.access.scopes import with_first_write
from core.platform.outbox import registry, services, steps
from core.platform.outbox.domain import LARGEST_GROUP
from core.platform.outbox.errors import LeaseLost
from core.platform.outbox.registry import Consume, Delivered
from core.platform.outbox.services import Claimed
from talent_contracts import delivery
from talent_contracts.delivery import Action, Decision

logger = structlog.get_logger(__name__)
_Group = tuple[str, Consume | None, list[Claimed]]


class Handover:
    """Deliveries end in the first transaction of their consumer, under the fences of their leases:
    effect and ending commit or vanish together.
    """

    def __init__(self, actor: Actor, random: Random) -> None:
        self._actor = actor
        self._random = random

    def hand_over(self, claims: Iterable[Claimed]) -> None:
        """Each consumer gets its own at once, in the order of registration. One that was tried
        before goes alone, and so does each of a group that failed: it blocks nobody else.

        DatabaseError when an outcome cannot be written: the leases run out, and others try.
        """
        for name, consume, ours in _group(claims):
            if consume is None:
                for one in ours:
                    self._give_up(one)
                continue
            fresh = [one for one in ours if one.attempts == 1]
            is_together = len(fresh) > 1 and self._is_consumed(name, consume, fresh)
            for one in ours:
                if not (is_together and one.attempts == 1):
                    self._hand_over_alone(consume, one)

    def _is_consumed(self, name: str, consume: Consume, group: Sequence[Claimed]) -> bool:
        try:
            _consume(consume, group)
        except Exception as error:  # noqa: BLE001 - whatever it is, one of them may be the cause.
            logger.warning("group_failed", consumer=name, error=type(error).__name__)
            close_old_connections()
            return False
        ids = [str(one.event_id) for one in group]
        logger.info("deliveries", consumer=name, event_ids=ids, action=Action.DONE.value)
        return True

    def _hand_over_alone(self, consume: Consume, one: Claimed) -> None:
        try:
            _consume(consume, [one])
        except LeaseLost:
            logger.warning("lease_lost", consumer=one.consumer, event_id=str(one.event_id))
        except Exception as error:
            logger.exception("consumer_failed", consumer=one.consumer)
            reason = f"consumer: {type(error).__name__}"
            self._finish(one, Decision(Action.RETRY, reason, alert=True))
        else:
            log_delivery(one, Decision(Action.DONE, "consumed"))

    def _give_up(self, one: Claimed) -> None:
        self._finish(one, Decision(Action.DEAD, "no-such-consumer", alert=True))

    def _finish(self, one: Claimed, decision: Decision) -> None:
        wait_s = delivery.backoff_s(one.attempts, random=self._random)
        services.finish(actor=self._actor, claimed=one, decision=decision, wait_s=wait_s)
        log_delivery(one, decision)


def log_delivery(claimed: Claimed, decision: Decision) -> None:
    """One line per attempt; a warning where a person should look."""
    log = logger.warning if decision.alert else logger.info
    log(
        "delivery",
        event_id=str(claimed.event_id),
        type=claimed.type,
        consumer=claimed.consumer,
        attempts=claimed.attempts,
        action=decision.action.value,
        reason=decision.reason,
    )


def _consume(consume: Consume, claims: Sequence[Claimed]) -> None:
    """Hand over, ending the deliveries inside. A RuntimeError if ``consume`` wrote nothing."""
    fences = {one.id: one.fence for one in claims}
    is_ended = False

    def end() -> None:
        nonlocal is_ended
        steps.end_consumed(fences)
        is_ended = True

    with with_first_write(end):
        consume([Delivered(c.event_id, c.type, c.payload, c.ordering_key) for c in claims])
    if not is_ended:
        raise RuntimeError("a consumer must open a use case")


def _group(claims: Iterable[Claimed]) -> Iterator[_Group]:
    """Per consumer, and no more than fit into one group; without its function if it is gone."""
    places = {name: place for place, name in enumerate(registry.list_names())}
    groups: dict[tuple[str, Consume | None], list[Claimed]] = {}
    for one in claims:
        consumer = registry.find_consumer(one.consumer, one.type)
        key = (one.consumer, consumer.consume if consumer else None)
        groups.setdefault(key, []).append(one)
    for name, consume in sorted(groups, key=lambda key: places.get(key[0], len(places))):
        found = groups[name, consume]
        for start in range(0, len(found), LARGEST_GROUP):
            yield name, consume, found[start : start + LARGEST_GROUP]
