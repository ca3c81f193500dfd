"""The relay: claims what is due, sends it, acts on the answer. Several learners at once."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from profiler.outbox.domain import Verdict, judge
from profiler.outbox.sending import Sender
from profiler.outbox.store import Claim, OutboxStore
from talent_contracts.breaker import Breaker
from talent_contracts.delivery import SHARED_REASONS, TOTAL_TIMEOUT_S, Answer
from talent_contracts.failpoints import failpoint
from talent_contracts.keyrings import KeyringInvalid
from talent_contracts.signing import Unsignable

POLL_S = 1.0
GATHER_S = 0.005
"""While deliveries are under way, those that end within this are followed by one claim."""
MOST_IN_FLIGHT = 8
STOP_WITHIN_S = 0.6
STOP_TRIES = 3

log = structlog.get_logger("profiler.relay")


class Relay:
    """Delivers until told to stop. Whatever must not be lost is in the table."""

    def __init__(
        self, store: OutboxStore, sender: Sender, *, jitter: random.Random | None = None
    ) -> None:
        self._store = store
        self._sender = sender
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads retries, hides nothing.
        self._breaker = Breaker()
        self._in_flight: dict[asyncio.Task[None], Claim] = {}
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
        """Claim what is due, as far as there is room, and start sending it; returns how much.

        Nothing while the breaker is open.
        """
        if self._breaker.is_open:
            return 0
        room = MOST_IN_FLIGHT - len(self._in_flight)
        claims = await self._store.claim(room) if room > 0 else []
        if claims:
            failpoint("profiler.relay.claimed")
        for claim in claims:
            task = asyncio.create_task(self._deliver(claim))
            self._in_flight[task] = claim
            task.add_done_callback(self._forget)
        return len(claims)

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
                await asyncio.sleep(GATHER_S)

    async def _follow(self, wakes: AsyncIterator[None]) -> None:
        async for _ in wakes:
            self._wake.set()

    async def _watch_core(self) -> None:
        while not self._is_stopping:
            if self._breaker.take_probe(time.monotonic()):
                try:
                    await self.probe_core()
                except SQLAlchemyError as error:
                    log.warning("outbox_unreachable", error=type(error).__name__)
            if self._breaker.take_scout(time.monotonic()):
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

    async def _deliver(self, claim: Claim) -> None:
        try:
            failpoint("profiler.relay.sending")
            answer = await self._send(claim)
            failpoint("profiler.relay.answered")
            verdict = judge(answer, claim.delivery, datetime.now(UTC), jitter=self._jitter)
            is_ours = await self._store.finish(claim, verdict, answer.status)
            failpoint("profiler.relay.finished")
            if verdict.trouble is None and claim.attempts > 1:
                await self._store.hurry(SHARED_REASONS)
        except asyncio.CancelledError:
            await self._give_back(claim)
            raise
        except (SQLAlchemyError, KeyringInvalid, Unsignable) as error:
            log.exception(
                "delivery_unfinished", event_id=claim.event_id, error=type(error).__name__
            )
            return
        if self._breaker.record(verdict.trouble or verdict.state.value):
            log.warning("core_is_away", trouble=verdict.trouble)
        _report(claim, verdict, answer.status, is_ours=is_ours)

    async def _send(self, claim: Claim) -> Answer:
        """Core's answer; none when the attempt as a whole took too long."""
        try:
            async with asyncio.timeout(TOTAL_TIMEOUT_S + 1):
                return await self._sender.send(claim.event_id, claim.body)
        except TimeoutError:
            return Answer(status=None)

    async def _give_back(self, claim: Claim) -> None:
        with suppress(SQLAlchemyError):
            await self._store.release(claim)

    def _forget(self, task: asyncio.Task[None]) -> None:
        claim = self._in_flight.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The lease ends by itself; the event is sent again under the same id.
            log.error("delivery_crashed", event_id=claim.event_id, exc_info=error)
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


def _report(claim: Claim, verdict: Verdict, status: int | None, *, is_ours: bool) -> None:
    write = log.error if verdict.alert and not claim.is_advisory else log.info
    write(
        "event_delivered" if verdict.trouble is None else "event_not_delivered",
        event_id=claim.event_id,
        type=claim.type,
        learner_id=claim.learner_id and str(claim.learner_id),
        state=verdict.state.value,
        status=status,
        trouble=verdict.trouble,
        attempts=claim.attempts,
        retry_in_s=round(verdict.retry_in_s, 1),
        is_ours=is_ours,
    )
