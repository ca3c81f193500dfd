"""A real HTTP server in the profiler's place, that answers what the test tells it to."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from talent_contracts import signing
from talent_contracts.keyrings import KeyringFile
from tests.clients.listening import Handler, listening


class Receiver:
    """A profiler's inbox that answers ``status`` and remembers what it got."""

    def __init__(self) -> None:
        self.status = 200
        self.alive = 200
        self.retry_after: str | None = None
        self.trickle_s = 0.0
        self.is_head_slow = False
        self.code: str | None = None
        self.bodies: list[dict[str, object]] = []
        self.verified: list[str] = []
        self.url = ""
        self.meanwhile: Callable[[], None] = lambda: None

    def answer(self, event: dict[str, object]) -> bytes:
        if self.status == 200:
            return json.dumps({"event_id": event["event_id"], "outcome": "applied"}).encode()
        return json.dumps({"code": self.code}).encode()


@contextmanager
def serving(receiver: Receiver) -> Iterator[Receiver]:
    trusted = KeyringFile(settings.ENV.core_keys_dir.parent / "profiler" / "trusted.json")

    class Inbox(Handler):
        def get(self) -> None:
            self.write(receiver.alive)

        def post(self, body: bytes) -> None:
            checked = signing.verify(
                method="POST",
                raw_path=self.path,
                audience="talent-profiler:test",
                headers=dict(self.headers.items()),
                body=body,
                registry=trusted,
                now=float(self.headers["webhook-timestamp"]),
            )
            receiver.verified.append(checked.event_id)
            receiver.bodies.append(json.loads(body))
            receiver.meanwhile()
            answer = receiver.answer(receiver.bodies[-1])
            if receiver.is_head_slow:
                receiver.is_head_slow = False
                self.dribble()
                return
            headers = {"content-type": "application/json"}
            if receiver.retry_after is not None:
                headers["retry-after"] = receiver.retry_after
            self.write_head(receiver.status, headers, length=len(answer))
            self.trickle(answer)

        def dribble(self) -> None:
            """Thirty lines of a head that has no end, one a second."""
            with contextlib.suppress(ConnectionError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                for number in range(30):
                    self.wfile.write(b"X-Slow-%d: 1\r\n" % number)
                    time.sleep(1.0)

        def trickle(self, answer: bytes) -> None:
            pause_s, receiver.trickle_s = receiver.trickle_s, 0.0
            pieces = [answer[i : i + 4] for i in range(0, len(answer), 4)]
            with contextlib.suppress(ConnectionError):
                for piece in pieces if pause_s else [answer]:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    time.sleep(pause_s)

    with listening(Inbox) as port:
        receiver.url = f"http://127.0.0.1:{port}"
        yield receiver
