"""A receiver of the release before, in front of today's: it knows fewer schemas, and is raised."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

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

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                if self.path in receiver.lacks:
                    receiver.missed.append(self.path)
                    refusal = json.dumps({"code": "not-found", "status": 404}).encode()
                    self._write(404, {"content-type": "application/problem+json"}, refusal)
                    return
                if receiver.refuses(body):
                    receiver.refused.append(self.headers["webhook-id"])
                    refusal = json.dumps({"code": "unknown-schema", "status": 422}).encode()
                    self._write(422, {"content-type": "application/problem+json"}, refusal)
                    return
                headers = {k: v for k, v in self.headers.items() if k.lower() not in _HOP}
                url = receiver.upstream + self.path
                found = client.request(self.command, url, content=body, headers=headers)
                kept = {k: v for k, v in found.headers.items() if k.lower() not in _HOP}
                self._write(found.status_code, kept, found.content)

            do_GET = do_POST = _answer  # noqa: N815 - http.server's names.

            def _write(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        receiver.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
