"""A receiver of the release before, in front of today's: it knows fewer schemas, and is raised."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from tests.clients.listening import Handler, listening

_PROBLEM = {"content-type": "application/problem+json"}
_HOP = {"connection", "content-length", "host", "transfer-encoding", "content-encoding"}


class OlderReceiver:
    """Answers as a release that knows ``accepts`` (schema numbers by type); a type that is not
    named is known in every schema. ``refused`` holds the ids it did not understand. The addresses
    in ``lacks`` are not there yet; ``missed`` holds those that were asked for.
    """

    def __init__(self, accepts: Mapping[str, frozenset[int]]) -> None:
        self.accepts = dict(accepts)
        self.upstream = ""
        self.url = ""
        self.refused: list[str] = []
        self.lacks: set[str] = set()
        self.missed: list[str] = []

    def raise_release(self) -> None:
        """From now on it knows what today's release knows."""
        self.accepts.clear()
        self.lacks.clear()

    def refuses(self, body: bytes) -> bool:
        """Whether an event is of a schema that this release has not learned."""
        event = json.loads(body) if self.accepts and body.startswith(b"{") else {}
        known = self.accepts.get(event.get("type", ""))
        return known is not None and event.get("schema") not in known


@contextmanager
def serving(receiver: OlderReceiver) -> Iterator[OlderReceiver]:
    """Listen on a port of its own and pass on whatever the release understands."""
    with httpx.Client(timeout=15) as client:

        class Door(Handler):
            def get(self) -> None:
                self.post(b"")

            def post(self, body: bytes) -> None:
                if self.path in receiver.lacks:
                    receiver.missed.append(self.path)
                    refusal = json.dumps({"code": "not-found", "status": 404}).encode()
                    self.write(404, refusal, _PROBLEM)
                    return
                if receiver.refuses(body):
                    receiver.refused.append(self.headers["webhook-id"])
                    refusal = json.dumps({"code": "unknown-schema", "status": 422}).encode()
                    self.write(422, refusal, _PROBLEM)
                    return
                headers = {k: v for k, v in self.headers.items() if k.lower() not in _HOP}
                url = receiver.upstream + self.path
                found = client.request(self.command, url, content=body, headers=headers)
                kept = {k: v for k, v in found.headers.items() if k.lower() not in _HOP}
                self.write(found.status_code, found.content, kept)

        with listening(Door) as port:
            receiver.url = f"http://127.0.0.1:{port}"
            yield receiver
