"""What stand-ins for a service share: a small real HTTP server on a port of its own."""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_LOOKS_FOR_ITS_END_EVERY_S = 0.01


class Handler(BaseHTTPRequestHandler):
    """Says nothing by itself; whoever derives from it answers with ``write``."""

    def get(self) -> None:
        """A GET has come."""
        raise NotImplementedError

    def post(self, body: bytes) -> None:
        """A POST has come, with its whole body."""
        raise NotImplementedError

    def do_GET(self) -> None:
        self.get()

    def do_POST(self) -> None:
        self.post(self.rfile.read(int(self.headers["content-length"])))

    def write(
        self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        """The whole answer, unless the sender is gone by now."""
        with contextlib.suppress(ConnectionError):
            self.write_head(status, headers or {}, length=len(body))
            self.wfile.write(body)

    def write_head(self, status: int, headers: Mapping[str, str], *, length: int) -> None:
        """The answer up to its body, which is to have that many bytes."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(length))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def listening(handler: type[Handler]) -> Iterator[int]:
    """The port on which ``handler`` answers, a thread for each request."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(_LOOKS_FOR_ITS_END_EVERY_S,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
