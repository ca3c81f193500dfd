"""The relay: claims what is due and has it delivered. Several learners at once."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from profiler.outbox.sending import Sender
from profiler.outbox.shipping import Shipment, Shipper, count_places
from profiler.outbox.store import OutboxStore
from talent_contracts.breaker import Breaker
from talent_contracts.failpoints import failpoint

POLL_S = 1.0
GATHER_S = 0.02
"""While shipments are under way, those that end and what is published within this share a claim."""
MOST_PLACES = 8
"""Requests with one event under way at once; of full batches half as many."""
STOP_WITHIN_S = 0.6
STOP_TRIES = 3

log = structlog.get_logger("profiler.relay")


class Relay:
    """Delivers until told to stop. Whatever must not be lost is in the table."""

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
        self._clock = clock
        self._shipper = Shipper(store, sender, jitter=jitter, clock=clock)
        self._breaker = Breaker()
        self._in_flight: dict[asyncio.Task[None], Shipment] = {}
        self._wake = asyncio.Event()
        self._is_stopping = False

    async def run(self, stop: asyncio.Event, *, wakes: AsyncIterator[None]) -> None:
        """Deliver until ``stop``; ends within a second of it and gives unsent claims back.

        Raises what broke one of its own loops, so that a supervisor starts the process again.
        """
        helpers = [
            asyncio.create_task(self._follow(wakes)),
            asyncio.create_task(self._watch_core()),
            asyncio.create_task(self._work()),
        ]
        log.info("relay_started")
        told = asyncio.create_task(stop.wait())
        await asyncio.wait([told, *helpers], return_when=asyncio.FIRST_COMPLETED)
        self._is_stopping = True
        await _end([told, *helpers, *self._in_flight])
        _raise_crash(helpers)
        log.info("relay_stopped")

    async def deliver_due(self) -> int:
        """Claim what is due, as far as there is room, and start sending it; how many events.

        Nothing while the breaker is open.
        """
        shipments = self._in_flight.values()
        room = MOST_PLACES - sum(map(count_places, shipments))
        is_draining = any(len(shipment) > 1 for shipment in shipments)
        least = self._shipper.places_of_batch if is_draining else 1  # Or batches would dwindle.
        if self._breaker.is_open or room < least:
            return 0
        claimed = await self._shipper.claim(room)
        if claimed:
            failpoint("profiler.relay.claimed")
        for shipment in claimed:
            task = asyncio.create_task(self._deliver(shipment))
            self._in_flight[task] = shipment
            task.add_done_callback(self._forget)
        return sum(map(len, claimed))

    async def drain(self) -> None:
        """Wait until nothing is in flight. Raises what a delivery raised unexpectedly."""
        while self._in_flight:
            await asyncio.gather(*self._in_flight)

    async def _work(self) -> None:
        while not self._is_stopping:
            self._wake.clear()
            try:
                await self.deliver_due()
            except SQLAlchemyError as error:
                log.warning("outbox_unreachable", error=type(error).__name__)
                await asyncio.sleep(POLL_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._wake.wait()
            if self._in_flight:
                await asyncio.wait(self._in_flight, timeout=GATHER_S)

    async def _follow(self, wakes: AsyncIterator[None]) -> None:
        async for _ in wakes:
            self._wake.set()

    async def _watch_core(self) -> None:
        while not self._is_stopping:
            if self._breaker.take_probe(self._clock()):
                try:
                    await self.probe_core()
                except SQLAlchemyError as error:
                    log.warning("outbox_unreachable", error=type(error).__name__)
            if self._breaker.take_scout(self._clock()):
                await self.send_scout()
            await asyncio.sleep(POLL_S)

    async def send_scout(self) -> None:
        """Try one of those that wait for a cure; the first that gets through hurries the rest."""
        with suppress(SQLAlchemyError):
            if await self._store.send_scout():
                self._wake.set()

    async def probe_core(self) -> None:
        """Neither an open breaker nor a long backoff may outlast the fault it stands for."""
        await self._store.note_core(is_away=self._breaker.is_open)
        held_up = self._breaker.is_open or await self._store.is_anything_held_up()
        if held_up and await self._sender.is_core_alive():
            self._breaker.close()
            await self._store.note_core(is_away=False)
            log.info("core_is_back", hurried=await self._store.hurry())
            self._wake.set()

    async def _deliver(self, shipment: Shipment) -> None:
        reason = await self._shipper.deliver(shipment)
        if reason is not None and self._breaker.record(reason):
            log.warning("core_is_away", trouble=reason)

    def _forget(self, task: asyncio.Task[None]) -> None:
        shipment = self._in_flight.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The leases end by themselves; each event is sent again under the same id, alone.
            events = [claim.event_id for claim in shipment]
            log.error("delivery_crashed", event_ids=events, exc_info=error)
        self._wake.set()


def _raise_crash(tasks: Iterable[asyncio.Task[None]]) -> None:
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            raise error


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancel until they end: a driver may turn one cancellation into an error of its own."""
    left = set(tasks)
    for _ in range(STOP_TRIES):
        for task in left:
            task.cancel()
        if left:
            _, left = await asyncio.wait(left, timeout=STOP_WITHIN_S / STOP_TRIES)
