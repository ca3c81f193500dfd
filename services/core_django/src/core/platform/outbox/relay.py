"""The relay: its own process, woken by NOTIFY plus a one-second poll, several learners at once."""

import contextlib
import select
import signal
import socket
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random, SystemRandom

import psycopg
import structlog
from django.db import DatabaseError, close_old_connections, connection

from core.platform.access.actors import Actor
from core.platform.outbox import domain, registry, services
from core.platform.outbox.registry import Delivered
from core.platform.outbox.sending import SyncSender
from core.platform.outbox.services import Claimed
from core.platform.outbox.steps import CHANNEL
from talent_contracts import delivery
from talent_contracts.breaker import Breaker
from talent_contracts.delivery import SHARED_REASONS, Action, Decision
from talent_contracts.failpoints import failpoint
from talent_contracts.vocabulary import SyncOutcome

logger = structlog.get_logger(__name__)
ACTOR = Actor.system("relay")


class Relay:
    """Delivers until ``stop()``. A failing consumer blocks only its own (consumer, learner)."""

    def __init__(self, sender: SyncSender, *, random: Random | None = None) -> None:
        self._sender = sender
        self._random = random or SystemRandom()
        self._breaker = Breaker()
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(domain.MAX_IN_FLIGHT, thread_name_prefix="relay")
        self._in_flight: set[Future[None]] = set()
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
                if not self.deliver_due():
                    self._wait()
            except (DatabaseError, psycopg.Error) as error:
                logger.warning("relay_database_away", error=type(error).__name__)
                self._listener = None
                close_old_connections()
                self._stopping.wait(domain.POLL_S)
        self.close()

    def close(self) -> None:
        """Wait for what is in flight and let go of the threads."""
        self._pool.shutdown(wait=True)

    def deliver_due(self) -> int:
        """Claim what is due and there is room for; the number claimed."""
        self._in_flight = {future for future in self._in_flight if not future.done()}
        room = domain.MAX_IN_FLIGHT - len(self._in_flight)
        if room == 0:
            self._stopping.wait(0.02)
            return 1
        resting = registry.list_remote() if self._breaker.is_open else []
        claimed = services.claim_due(actor=ACTOR, limit=room, without=resting)
        if claimed:
            failpoint("core.relay.claimed")
        self._in_flight |= {self._pool.submit(self._deliver, one) for one in claimed}
        return len(claimed)

    def drain(self) -> None:
        """Deliver everything that is due now, and wait for it."""
        while self.deliver_due():
            for future in list(self._in_flight):
                future.result()

    def watch_receiver(self) -> None:
        """Neither an open breaker nor a long backoff may outlast the fault it stands for."""
        if self._breaker.take_probe(time.monotonic()):
            self._in_flight.add(self._pool.submit(self._probe))
        if self._breaker.take_scout(time.monotonic()):
            services.send_scout(actor=ACTOR, consumers=registry.list_remote())

    def _probe(self) -> None:
        """Close the breaker and hurry what is held up, if the receiver answers."""
        try:
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
        except DatabaseError as error:
            logger.warning("relay_database_away", error=type(error).__name__)
        finally:
            close_old_connections()

    def _deliver(self, claimed: Claimed) -> None:
        try:
            failpoint("core.relay.sending")
            decision, retry_after_s = self._attempt(claimed)
            failpoint("core.relay.answered")
            wait_s = delivery.backoff_s(
                claimed.attempts, random=self._random, retry_after_s=retry_after_s
            )
            services.finish(actor=ACTOR, claimed=claimed, decision=decision, wait_s=wait_s)
            failpoint("core.relay.finished")
            is_remote = registry.is_remote(claimed.consumer)
            if is_remote and decision.action is Action.DONE and claimed.attempts > 1:
                services.hurry(
                    actor=ACTOR, consumers=registry.list_remote(), reasons=SHARED_REASONS
                )
            if is_remote and self._breaker.record(decision.reason):
                logger.warning("receiver_is_away", consumer=claimed.consumer)
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
        except DatabaseError as error:  # The lease runs out and another attempt follows.
            logger.warning("delivery_unfinished", error=type(error).__name__)
        finally:
            close_old_connections()
            with contextlib.suppress(BlockingIOError):
                self._wake.send(b"!")  # A later event of the same learner may be due now.

    def _attempt(self, claimed: Claimed) -> tuple[Decision, float | None]:
        consumer = registry.find_consumer(claimed.consumer, claimed.type)
        if consumer is None:
            return Decision(Action.DEAD, "no-such-consumer", alert=True), None
        try:
            if consumer.consume is None:
                return self._sender.send(claimed, now=datetime.now(UTC).timestamp())
            consumer.consume(
                Delivered(
                    event_id=claimed.event_id,
                    type=claimed.type,
                    payload=claimed.payload,
                    ordering_key=claimed.ordering_key,
                )
            )
        except Exception as error:
            logger.exception("consumer_failed", consumer=claimed.consumer)
            return Decision(Action.RETRY, f"consumer: {type(error).__name__}", alert=True), None
        return Decision(Action.DONE, "consumed", SyncOutcome.APPLIED), None

    def _wait(self) -> None:
        if self._listener is None:
            parameters = connection.get_connection_params()
            wanted = {k: parameters[k] for k in ("dbname", "user", "password", "host", "port")}
            self._listener = psycopg.connect(**wanted, autocommit=True, connect_timeout=3)
            self._listener.execute(f"listen {CHANNEL}")
            return  # What was published before LISTEN is found by the next claim.
        sources = [self._listener.fileno(), self._woken.fileno()]
        ready, _, _ = select.select(sources, [], [], domain.POLL_S)
        if self._woken.fileno() in ready:
            self._woken.recv(1024)
        if self._listener.fileno() in ready:
            for _ in self._listener.notifies(timeout=0):
                pass
