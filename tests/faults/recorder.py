"""A thread that looks at a row's learners all the time: what must hold at every commit."""

import threading
from collections.abc import Sequence
from typing import Self

import psycopg

from tests.clients.databases import Databases
from tests.faults.facts import Facts, Reader
from tests.faults.invariants import judge_always, judge_movement

_EVERY_S = 0.25


class Recorder:
    """Reads until the block ends; ``violations`` and the number of ``readings`` stay."""

    def __init__(self, databases: Databases, learner_ids: Sequence[str]) -> None:
        self.violations: set[str] = set()
        self.readings = 0
        self._reader = Reader(databases)
        self._learner_ids = learner_ids
        self._last: dict[str, Facts] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._reader.close()

    def _run(self) -> None:
        while not self._over.wait(_EVERY_S):
            try:
                found = self._reader.read(self._learner_ids)
            except psycopg.Error:
                continue  # The fault has reached the database itself.
            self.readings += 1
            for learner_id, facts in found.items():
                self._judge(facts, self._last.get(learner_id, facts))
            self._last = found

    def _judge(self, facts: Facts, before: Facts) -> None:
        self.violations |= {f"meanwhile, {one}" for one in judge_always(facts)}
        self.violations |= {f"meanwhile, {one}" for one in judge_movement(before, facts)}
