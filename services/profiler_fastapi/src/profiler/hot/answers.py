"""From one checked answer to the bytes of its 200, sharing a statement with whoever comes along."""

from functools import lru_cache, partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from coalesce import CoalesceError, Coalescer
from profiler.bank import Bank
from profiler.hot.batch import Given, Stored, store_batch
from profiler.sessions.domain import compute_progress
from talent_contracts.failpoints import failpoint

BATCH_SIZE: Final = 128
QUEUE_SIZE: Final = 1024
TURNS: Final = 3
"""A request is read in one turn of the loop, and submitted in the next."""
_PROGRESS_KEPT: Final = 4096


class Answers:
    """The queue of one worker. It holds only what somebody is waiting for."""

    def __init__(self, engine: AsyncEngine, bank: Bank, *, queue_size: int = QUEUE_SIZE) -> None:
        run = partial(store_batch, engine)
        self._queue: Coalescer[Given, Stored | None] = Coalescer(
            run, batch_size=BATCH_SIZE, queue_size=queue_size, turns=TURNS
        )
        self._bank = bank
        self._render_progress = lru_cache(_PROGRESS_KEPT)(self._write_progress)

    async def store(self, given: Given) -> bytes | None:
        """The JSON answer of a durable answer; None when only the ordinary route can tell.

        Raises ``coalesce.CoalesceError`` when the answer was not taken.
        """
        failpoint("profiler.hot.taken")
        try:
            stored = await self._queue.submit(given)
        except CoalesceError:
            raise
        except Exception:  # noqa: BLE001 - The ordinary route meets it again, and reports it.
            return None
        if stored is None:
            return None
        failpoint("profiler.hot.stored")
        progress = self._render_progress(stored.answered)
        return b'{"answer_version":%d,"progress":%b}' % (stored.answer_version, progress)

    async def close(self) -> None:
        """Store what was taken, take no more."""
        await self._queue.close()

    def _write_progress(self, answered: frozenset[str]) -> bytes:
        return compute_progress(self._bank, answered).model_dump_json(by_alias=True).encode()
