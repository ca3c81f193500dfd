"""What hits the processes themselves: as values, and as things that begin and end."""

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from psycopg import Connection, sql

from infra.local.system import RunningSystem
from infra.local.urls import DATABASE_SETTINGS
from tests.clients.databases import Databases, Row

RELAYS = ("profiler-relay", "core-relay")
_DATABASE_OF = {role: database for _, role, database in DATABASE_SETTINGS}


class Blow(StrEnum):
    """What is done to the target."""

    STOP = "stopped"
    KILL = "killed"
    KILL_ENGINE = "engine killed"
    SKEW = "clock moved"
    TERMINATE = "backends ended"
    LOCK = "table locked"
    FLUSH = "flushed"


@dataclass(frozen=True, slots=True)
class Strike:
    """``target``: a process (STOP, KILL, KILL_ENGINE, SKEW), a database role (TERMINATE) or
    ``database.table`` (LOCK). ``amount``: seconds of skew.
    """

    blow: Blow
    target: str = "valkey"
    amount: float = 0.0

    @property
    def begins_first(self) -> bool:
        """Whether it stands before the traffic begins; the others hit it under way."""
        return self.blow in {Blow.STOP, Blow.SKEW, Blow.LOCK}

    def describe(self) -> str:
        """A few words for a table."""
        return f"{self.target} {self.blow.value}" + (f" {self.amount:+g} s" if self.amount else "")


@dataclass(frozen=True)
class Field:
    """A running system that may be struck. ``clocks`` is the folder of clock/sitecustomize.py."""

    system: RunningSystem
    databases: Databases
    clocks: Path


class Hits:
    """How often a strike has had its effect: a row without one proves nothing."""

    def __init__(self) -> None:
        self.count = 0


@contextmanager
def striking(field: Field, strike: Strike) -> Iterator[Hits]:
    """The strike begins, and is over when the block ends."""
    with _WAYS[strike.blow](field, strike) as hits:
        yield hits


def prepare_clocks(folder: Path) -> None:
    """A right clock for each relay, to be moved later."""
    for name in RELAYS:
        (folder / name).write_bytes(struct.pack("d", 0.0))


@contextmanager
def _stop(field: Field, strike: Strike) -> Iterator[Hits]:
    hits = Hits()
    with field.system.paused(strike.target) as hits.count:
        yield hits


@contextmanager
def _kill(field: Field, strike: Strike) -> Iterator[Hits]:
    hits = Hits()
    old = field.system.kill(strike.target)
    hits.count += 1
    yield hits
    field.system.wait_for_restart(strike.target, old)


@contextmanager
def _kill_engine(field: Field, strike: Strike) -> Iterator[Hits]:
    """Everything stops with an engine; the next start finds what was durable."""
    hits = Hits()
    field.system.kill(strike.target)
    field.system.supervisor.wait(30)
    hits.count += 1
    field.system.start()
    yield hits


@contextmanager
def _skew(field: Field, strike: Strike) -> Iterator[Hits]:
    hits, path = Hits(), field.clocks / strike.target
    _set_clock(path, strike.amount)
    hits.count += 1
    try:
        yield hits
    finally:
        _set_clock(path, 0.0)


def _set_clock(path: Path, seconds: float) -> None:
    """In place: the process holds the file mapped."""
    with path.open("r+b") as file:
        file.write(struct.pack("d", seconds))


@contextmanager
def _terminate(field: Field, strike: Strike) -> Iterator[Hits]:
    """Every half second all backends of the role, until the block ends."""
    hits, over = Hits(), threading.Event()
    statement = "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = %s"

    def work(connection: Connection[Row]) -> None:
        row = connection.execute(statement, [strike.target]).fetchone()
        hits.count += int(row[0]) if row else 0

    with (
        field.databases.connect(_DATABASE_OF[strike.target]) as connection,
        _repeating(lambda: work(connection), over),
    ):
        yield hits


@contextmanager
def _repeating(work: Callable[[], None], over: threading.Event) -> Iterator[None]:
    def run() -> None:
        work()
        while not over.wait(0.5):
            work()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _lock(field: Field, strike: Strike) -> Iterator[Hits]:
    """Nobody reads or writes the table: the database is there, and slower than any timeout."""
    hits = Hits()
    database, _, table = strike.target.partition(".")
    statement = sql.SQL("lock table {} in access exclusive mode").format(sql.Identifier(table))
    with field.databases.connect(database) as connection, connection.transaction():
        connection.execute(statement)
        hits.count += 1
        yield hits


@contextmanager
def _flush(field: Field, strike: Strike) -> Iterator[Hits]:
    hits = Hits()
    found = json.loads((field.system.run_dir / "instance.json").read_text())
    password = json.loads((field.system.run_dir / "secrets.json").read_text())["valkey"]
    with socket.create_connection(("127.0.0.1", found["valkey_port"]), 5) as connection:
        connection.sendall(f"AUTH {password}\r\nFLUSHALL\r\n".encode())
        with connection.makefile("rb") as answers:
            hits.count += [answers.readline() for _ in range(2)].count(b"+OK\r\n") // 2
    yield hits


_Way = Callable[[Field, Strike], contextlib.AbstractContextManager[Hits]]
_WAYS: Mapping[Blow, _Way] = {
    Blow.STOP: _stop,
    Blow.KILL: _kill,
    Blow.KILL_ENGINE: _kill_engine,
    Blow.SKEW: _skew,
    Blow.TERMINATE: _terminate,
    Blow.LOCK: _lock,
    Blow.FLUSH: _flush,
}
