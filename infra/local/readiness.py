"""Ask a web process whether it is ready."""

import http.client
from collections.abc import Callable

from infra.local.ports import LOOPBACK


def answers_readyz(port: int) -> Callable[[], bool]:
    """Return a check that is true when GET /readyz on the loopback port answers 200."""

    def is_ready() -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return is_ready
