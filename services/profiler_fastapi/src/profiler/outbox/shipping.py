"""Shipments: claims that travel in one request, and what becomes of each of them."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from profiler.outbox.claims import Claim, Ended
from profiler.outbox.domain import judge
from profiler.outbox.sending import BatchRefused, Sender
from profiler.outbox.store import OutboxStore
from talent_contracts.batches import MAX_EVENTS, fits
from talent_contracts.delivery import AWAY_REASONS, SHARED_REASONS, Answer
from talent_contracts.failpoints import failpoint
from talent_contracts.keyrings import KeyringInvalid
from talent_contracts.signing import Unsignable

SHARING_A_PLACE = 16
"""Events that take one place of the relay when they travel together; a full batch takes two."""
REFUSED_FOR_S = 60.0
"""How long nothing is sent together after core refused a batch as a whole."""

Shipment = Sequence[Claim]
log = structlog.get_logger("profiler.relay")


def pack(claims: Sequence[Claim], most: int) -> list[Shipment]:
    """Shipments of at most ``most`` claims, in their order; what must not share travels alone."""
    shipments: list[Shipment] = [[claim] for claim in claims if not claim.can_share]
    batch: list[Claim] = []
    for claim in claims:
        if not claim.can_share:
            continue
        sizes = [len(one.body) for one in (*batch, claim)]
        if len(sizes) > most or not fits(sizes):
            shipments.append(batch)
            batch = []
        batch.append(claim)
    return [*shipments, batch] if batch else shipments


def count_places(shipment: Shipment) -> int:
    """How many places it takes while it is under way."""
    return -(-len(shipment) // SHARING_A_PLACE)


class BatchSize:
    """How many events core gets in one request. Pure: told what happened, and when.

    None together for a while after core refused a batch. Half as many as in a batch that found
    core away: it may be slow, and each event must be answered in time. One more after each full
    batch that was answered. It only saves work: losing it loses nothing.
    """

    def __init__(self) -> None:
        self._most = MAX_EVENTS
        self._alone_until_s = 0.0

    def get_most(self, now_s: float) -> int:
        """The most that may travel together now; 1: each alone."""
        return 1 if now_s < self._alone_until_s else self._most

    def refuse(self, now_s: float) -> None:
        """Core took no batch."""
        self._alone_until_s = now_s + REFUSED_FOR_S

    def record(self, events: int, reason: str) -> None:
        """Note how a shipment of so many events ended (``sum_up``)."""
        if reason not in AWAY_REASONS:
            self._most = min(MAX_EVENTS, self._most + int(events >= self._most))
        elif events > 1:
            self._most = min(self._most, events // 2)


def sum_up(ended: Sequence[Ended]) -> str:
    """How a shipment went, in the words of the table: core was away only if it was for all."""
    reasons = [one.verdict.cause or one.verdict.state.value for one in ended]
    return next((reason for reason in reasons if reason not in AWAY_REASONS), reasons[0])


class Shipper:
    """Sends shipments, and writes and tells how each of their events fared."""

    def __init__(
        self,
        store: OutboxStore,
        sender: Sender,
        *,
        jitter: random.Random | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._sender = sender
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads retries, hides nothing.
        self._clock = clock
        self._size = BatchSize()

    @property
    def places_of_batch(self) -> int:
        """How many places a batch takes at present, if it is full."""
        return -(-self._size.get_most(self._clock()) // SHARING_A_PLACE)

    async def claim(self, places: int) -> list[Shipment]:
        """What is due and fits in so many places, under a lease and packed."""
        most = self._size.get_most(self._clock())
        claims = await self._store.claim(places, together=min(most, SHARING_A_PLACE))
        return pack(claims, most)

    async def deliver(self, shipment: Shipment) -> str | None:
        """Send it and write what came of it; how it went (``sum_up``), None when nobody knows.

        Gives the claims back when it is cancelled, and when core refuses the batch as a whole:
        that is no attempt of any of its events.
        """
        try:
            return await self._deliver(shipment)
        except asyncio.CancelledError:
            await self._give_back(shipment)
            raise
        except (SQLAlchemyError, KeyringInvalid, Unsignable) as error:
            events = [claim.event_id for claim in shipment]
            log.exception("delivery_unfinished", event_ids=events, error=type(error).__name__)
            return None

    async def _deliver(self, shipment: Shipment) -> str:
        failpoint("profiler.relay.sending")
        try:
            answers = await self._send(shipment)
        except BatchRefused as refused:
            self._size.refuse(self._clock())
            log.warning("batch_refused", status=refused.status, events=len(shipment))
            await self._give_back(shipment)
            return "batch-refused"
        failpoint("profiler.relay.answered")
        ended = [self._judge(claim, answers[claim.event_id]) for claim in shipment]
        ours = await self._store.finish_all(ended)
        failpoint("profiler.relay.finished")
        if any(one.is_cure for one in ended):
            await self._store.hurry(SHARED_REASONS)
        for one, is_ours in zip(ended, ours, strict=True):
            _report(one, is_ours=is_ours)
        reason = sum_up(ended)
        self._size.record(len(shipment), reason)
        return reason

    async def _send(self, shipment: Shipment) -> Mapping[str, Answer]:
        """One event goes by the address of its own."""
        if len(shipment) == 1:
            (claim,) = shipment
            return {claim.event_id: await self._sender.send(claim.event_id, claim.body)}
        return await self._sender.send_batch({claim.event_id: claim.body for claim in shipment})

    def _judge(self, claim: Claim, answer: Answer) -> Ended:
        verdict = judge(answer, claim.delivery, datetime.now(UTC), jitter=self._jitter)
        return Ended(claim, verdict, answer.status)

    async def _give_back(self, shipment: Shipment) -> None:
        with suppress(SQLAlchemyError):
            await self._store.release(*shipment)


def _report(ended: Ended, *, is_ours: bool) -> None:
    claim, verdict = ended.claim, ended.verdict
    write = log.error if verdict.alert and not claim.is_advisory else log.info
    write(
        "event_delivered" if verdict.trouble is None else "event_not_delivered",
        event_id=claim.event_id,
        type=claim.type,
        learner_id=claim.learner_id and str(claim.learner_id),
        state=verdict.state.value,
        status=ended.status,
        trouble=verdict.cause,
        attempts=claim.attempts,
        retry_in_s=round(verdict.retry_in_s, 1),
        is_ours=is_ours,
    )
