"""A sender and a receiver in small, each with bugs to plant: what the checker must find."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.clients.listening import Handler, listening
from tests.faults.facts import COMPLETED, Facts

LEARNER = "019aa000-0000-7000-8000-000000000001"


def make_body(learner_id: str = LEARNER, **more: Any) -> bytes:
    """An event's body."""
    return json.dumps({"type": COMPLETED, "learner_id": learner_id, **more}).encode()


class Receiver:
    """Applies each event once, unless told to apply each delivery: ``applies_repeats``.

    ``requests`` are the bodies as they came, whole or not; ``port`` is where it listens.
    """

    def __init__(self, *, applies_repeats: bool = False) -> None:
        self.applies_repeats = applies_repeats
        self.requests: list[bytes] = []
        self.results: list[str] = []
        self.port = 0
        self._lock = threading.Lock()

    def receive(self, event_id: str, digest: str, body: bytes) -> tuple[int, dict[str, str], bool]:
        """Status, body, and whether it was here before."""
        with self._lock:
            self.requests.append(body)
            if hashlib.sha256(body).hexdigest() != digest:
                return 401, {"code": "bad-signature"}, False
            is_repeat = event_id in self.results
            if self.applies_repeats or not is_repeat:
                self.results.append(event_id)
        return 200, {"event_id": event_id, "outcome": "applied"}, is_repeat


@contextmanager
def serving(receiver: Receiver) -> Iterator[Receiver]:
    """Listen on a port of its own."""

    class Inbox(Handler):
        def get(self) -> None:
            self.write(200, b"{}")

        def post(self, body: bytes) -> None:
            given = self.headers["webhook-id"], self.headers["x-digest"]
            status, answer, is_repeat = receiver.receive(*given, body)
            replayed = {"x-psp-replayed": "1"} if is_repeat else {}
            self.write(status, json.dumps(answer).encode(), replayed)

    with listening(Inbox) as receiver.port:
        yield receiver


@dataclass
class Sender:
    """Sends an event until the receiver names it, or with ``trusts_any_200`` until any 200."""

    url: str
    trusts_any_200: bool = False
    states: dict[str, str] = field(default_factory=dict)
    attempts: int = 0

    def post(
        self, event_id: str, body: bytes | None = None, *, timeout: float = 5
    ) -> httpx.Response:
        """One attempt."""
        self.attempts += 1
        content = make_body() if body is None else body
        headers = {"webhook-id": event_id, "x-digest": hashlib.sha256(content).hexdigest()}
        return httpx.post(self.url + "/sync", content=content, headers=headers, timeout=timeout)

    def deliver(self, event_id: str, *, tries: int = 5) -> None:
        """At most ``tries`` attempts; the event stays pending after that."""
        self.states[event_id] = "pending"
        for _ in range(tries):
            if self._is_done(event_id):
                self.states[event_id] = "applied"
                return

    def _is_done(self, event_id: str) -> bool:
        try:
            answer = self.post(event_id)
        except httpx.HTTPError:
            return False
        if self.trusts_any_200 and answer.status_code == 200:
            return True
        try:
            return answer.status_code == 200 and answer.json().get("event_id") == event_id
        except ValueError:
            return False


def read_facts(sender: Sender, receiver: Receiver) -> Facts:
    """What the two hold, in the form of the real statements: one learner, one session an event."""
    results = [
        {"id": f"r{number}", "epoch": 1, "event_id": event_id, "track": "red", "sha256": "a" * 64,
         "restored_from": None, "has_ticket": True}
        for number, event_id in enumerate(receiver.results)
    ]  # fmt: skip
    is_complete = bool(results)
    core = {
        "epoch": 1, "is_complete": is_complete, "result_id": "r0" if is_complete else None,
        "recommended": "red" if is_complete else None, "track": "red" if is_complete else None,
        "results": results, "inbox": [[one, "applied"] for one in set(receiver.results)],
        "applied": ["1"] * len(results), "deliveries": [],
        "items": [result["id"] for result in results],
    }  # fmt: skip
    sessions = [
        {"id": f"s-{one}", "epoch": 1, "status": "completed", "is_completed": True,
         "sha256": "a" * 64}
        for one in sender.states
    ]  # fmt: skip
    events = [
        {"id": one, "type": COMPLETED, "session": f"s-{one}", "state": state, "attempts": 1,
         "trouble": None}
        for one, state in sender.states.items()
    ]  # fmt: skip
    profiler = {"epoch": 1, "revoked": False, "sessions": sessions, "events": events, "answers": {}}
    return Facts(core, profiler)
