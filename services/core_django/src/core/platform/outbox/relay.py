"""The relay: its own process, woken by NOTIFY plus a one-second poll, several learners at once."""

import contextlib
import select
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from functools import partial
from random import Random, SystemRandom
from typing import ParamSpec

import psycopg
import structlog
from django.db import DatabaseError, close_old_connections, connection

from core.platform.access.actors import Actor
from core.platform.outbox import domain, registry, services
from core.platform.outbox.handover import Handover, log_delivery
from core.platform.outbox.pace import Pace
from core.platform.outbox.sending import SyncSender
from core.platform.outbox.services import Claimed
from core.platform.outbox.steps import CHANNEL
from talent_contracts import delivery
from talent_contracts.breaker import Breaker
from talent_contracts.delivery import SHARED_REASONS, Action, Decision
from talent_contracts.failpoints import failpoint

logger = structlog.get_logger(__name__)
ACTOR = Actor.system("relay")
P = ParamSpec("P")
_BATCH = "(batch)"
_PROBE = "(probe)"


class Relay:
    """Delivers until ``stop()``. A failing consumer blocks only its own (consumer, learner).

    Consumers that take one event at a time have places of their own each; those that take groups
    share a few batches. So none waits behind what others have queued.
    """

    def __init__(self, sender: SyncSender, *, random: Random | None = None) -> None:
        self._sender = sender
        self._random = random or SystemRandom()
        self._handover = Handover(ACTOR, self._random)
        self._breaker = Breaker()
        self._stopping = threading.Event()
        places = len(registry.list_single()) * domain.MAX_IN_FLIGHT + domain.BATCHES_IN_FLIGHT
        self._pool = ThreadPoolExecutor(places + 1, thread_name_prefix="relay")
        self._in_flight: dict[Future[None], str] = {}
        self._single_pace, self._batch_pace = self._paces = Pace(), Pace()
        self._listener: psycopg.Connection | None = None
        self._woken, self._wake = socket.socketpair()
        for end in (self._woken, self._wake):
            end.setblocking(False)

    def stop(self, *_: object) -> None:
        """Finish what is in flight and return from ``run``."""
        self._stopping.set()

    def run(self) -> None:
        """Deliver until stopped; a database that is away is waited for."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self._stopping.is_set():
            try:
                self.watch_receiver()
                pause_s = self._find_pause_s()
                if not self.deliver_due():
                    self._wait(pause_s)
            except (DatabaseError, psycopg.Error) as error:
                logger.warning("relay_database_away", error=type(error).__name__)
                self._listener = None
                close_old_connections()
                self._stopping.wait(domain.POLL_S)
        self.close()

    def close(self) -> None:
        """Wait for what is in flight and let go of the threads."""
        self._pool.shutdown(wait=True)

    def drain(self) -> None:
        """Deliver everything that is due now, and wait for it."""
        while self.deliver_due(is_spaced=False):
            for future in wait(self._in_flight).done:
                future.result()

    def deliver_due(self, *, is_spaced: bool = True) -> int:
        """Claim what is due and there is room for; the number claimed. ``is_spaced``: unless it is
        too early for a claim.
        """
        self._in_flight = {f: name for f, name in self._in_flight.items() if not f.done()}
        now_s = time.monotonic()
        is_time = {pace: not (is_spaced and pace.remaining_s(now_s)) for pace in self._paces}
        singly = self._claim_singly(now_s) if is_time[self._single_pace] else []
        batch = self._claim_batch(now_s) if is_time[self._batch_pace] else []
        if singly or batch:
            failpoint("core.relay.claimed")
        for one in singly:
            self._start(one.consumer, self._deliver, [one])
        if batch:
            self._start(_BATCH, self._deliver, batch)
        return len(singly) + len(batch)

    def watch_receiver(self) -> None:
        """Neither an open breaker nor a long backoff may outlast the fault it stands for."""
        if self._breaker.take_probe(time.monotonic()):
            self._start(_PROBE, self._probe)
        if self._breaker.take_scout(time.monotonic()):
            services.send_scout(actor=ACTOR, consumers=registry.list_remote())

    def _claim_singly(self, now_s: float) -> list[Claimed]:
        resting = registry.list_remote() if self._breaker.is_open else []
        busy = Counter(self._in_flight.values())
        rooms = {
            name: domain.MAX_IN_FLIGHT - busy[name]
            for name in registry.list_single()
            if name not in resting and busy[name] < domain.MAX_IN_FLIGHT
        }
        if not rooms:
            return []
        claimed = services.claim_singly(actor=ACTOR, rooms=rooms)
        found = Counter(one.consumer for one in claimed)
        is_full = any(found[name] == room for name, room in rooms.items())
        self._single_pace.note(now_s, is_full=is_full)
        return claimed

    def _claim_batch(self, now_s: float) -> list[Claimed]:
        if list(self._in_flight.values()).count(_BATCH) >= domain.BATCHES_IN_FLIGHT:
            return []
        single = registry.list_single()
        grouping = len(registry.list_names()) - len(single)
        most = domain.LARGEST_GROUP * max(1, grouping)
        claimed = services.claim_together(actor=ACTOR, most=most, without=single)
        self._batch_pace.note(now_s, is_full=len(claimed) == most)
        return claimed

    def _find_pause_s(self) -> float:
        """How long to wait for news: until the next claim, if it is too early for one now."""
        now_s = time.monotonic()
        remaining = (pace.remaining_s(now_s) for pace in self._paces)
        return min((pause_s for pause_s in remaining if pause_s), default=domain.POLL_S)

    def _start(self, name: str, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        self._in_flight[self._pool.submit(self._guard, partial(work, *args, **kwargs))] = name

    def _guard(self, work: Callable[[], None]) -> None:
        try:
            work()
        except DatabaseError as error:  # The leases run out and another attempt follows.
            logger.warning("delivery_unfinished", error=type(error).__name__)
        finally:
            close_old_connections()
            with contextlib.suppress(BlockingIOError):
                self._wake.send(b"!")  # There is room, and a later event may be due now.

    def _probe(self) -> None:
        """Close the breaker and hurry what is held up, if the receiver answers."""
        remote = registry.list_remote()
        services.note_receivers(actor=ACTOR, receivers=remote, is_away=self._breaker.is_open)
        held_up = self._breaker.is_open or services.is_anything_held_up(
            actor=ACTOR, consumers=remote
        )
        if held_up and self._sender.is_receiver_alive():
            self._breaker.close()
            services.note_receivers(actor=ACTOR, receivers=remote, is_away=False)
            hurried = services.hurry(actor=ACTOR, consumers=remote)
            logger.info("receiver_is_back", hurried=hurried)

    def _deliver(self, claims: Sequence[Claimed]) -> None:
        failpoint("core.relay.sending")
        if claims[0].consumer in registry.list_remote():
            self._send(claims[0])
        else:
            self._handover.hand_over(claims)
        failpoint("core.relay.finished")

    def _send(self, claimed: Claimed) -> None:
        decision, retry_after_s = self._attempt(claimed)
        failpoint("core.relay.answered")
        wait_s = delivery.backoff_s(
            claimed.attempts, random=self._random, retry_after_s=retry_after_s
        )
        noted = delivery.note_patience(decision, retry_after_s)
        services.finish(actor=ACTOR, claimed=claimed, decision=noted, wait_s=wait_s)
        if decision.action is Action.DONE and claimed.attempts > 1:
            services.hurry(actor=ACTOR, consumers=registry.list_remote(), reasons=SHARED_REASONS)
        if self._breaker.record(decision.reason):
            logger.warning("receiver_is_away", consumer=claimed.consumer)
        log_delivery(claimed, decision)

    def _attempt(self, claimed: Claimed) -> tuple[Decision, float | None]:
        try:
            return self._sender.send(claimed, now=datetime.now(UTC).timestamp())
        except Exception as error:
            logger.exception("consumer_failed", consumer=claimed.consumer)
            return Decision(Action.RETRY, f"consumer: {type(error).__name__}", alert=True), None

    def _wait(self, at_most_s: float) -> None:
        if self._listener is None:
            parameters = connection.get_connection_params()
            wanted = {k: parameters[k] for k in ("dbname", "user", "password", "host", "port")}
            self._listener = psycopg.connect(**wanted, autocommit=True, connect_timeout=3)
            self._listener.execute(f"listen {CHANNEL}")
            return  # What was published before LISTEN is found by the next claim.
        sources = [self._listener.fileno(), self._woken.fileno()]
        ready, _, _ = select.select(sources, [], [], at_most_s)
        if self._woken.fileno() in ready:
            self._woken.recv(1024)
        if self._listener.fileno() in ready:
            for _ in self._listener.notifies(timeout=0):
                pass
