"""Ports on the loopback address."""

import random
import socket

from infra.local.errors import LocalError

LOOPBACK = "127.0.0.1"
# Below the range from which kernels take ports for outgoing connections, so that a remembered
# port is still free at the next start.
_LOWEST, _HIGHEST = 20_000, 32_000


def is_free(port: int) -> bool:
    """Tell whether we could listen on the port and nobody else does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    with socket.socket() as caller:
        caller.settimeout(0.5)
        return caller.connect_ex((LOOPBACK, port)) != 0


def pick_free_port(taken: frozenset[int] = frozenset()) -> int:
    """Return a port that is free now and not among those taken."""
    chooser = random.SystemRandom()
    for _ in range(200):
        port = chooser.randint(_LOWEST, _HIGHEST)
        if port not in taken and is_free(port):
            return port
    raise LocalError(f"no free port between {_LOWEST} and {_HIGHEST} on {LOOPBACK}")
