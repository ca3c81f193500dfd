"""Asynchronous work for threads that wait for it."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Loop(Protocol):
    """Where asynchronous work runs."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Its result, or what it raises; the calling thread waits."""


class BackgroundLoop:
    """An event loop in a thread of its own, for as long as the process lives."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="relay-loop", daemon=True).start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Its result, or what it raises; the calling thread waits."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
