"""What a figure means nothing without: the machine, the software and the state of the code."""

import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from infra.local.paths import REPOSITORY
from tests.clients.databases import Databases

_MEASURED = (".", ":!docs/reports")  # An older report is not part of what is measured.


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Read at the beginning of a run. ``load_before`` is the one-minute average of waiting
    processes; far above zero, somebody else was at work.
    """

    began_at: str
    command: str
    seed: int
    commit: str
    is_commit_whole: bool
    processor: str
    cores: int
    memory_gib: float
    load_before: float
    python: str

    @property
    def code(self) -> str:
        """Of what state of the code the run tells."""
        return self.commit if self.is_commit_whole else f"{self.commit} with uncommitted changes"


@dataclass(frozen=True, slots=True)
class Facts(Surroundings):
    """The same with the database of a running system."""

    postgres: str
    durability: dict[str, str]


def read_surroundings(*, command: Sequence[str], seed: int) -> Surroundings:
    """What is true of any run."""
    return Surroundings(
        began_at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=shlex.join(["python3", "run.py", *command]),
        seed=seed,
        commit=_ask_git("rev-parse", "HEAD") or "unknown",
        is_commit_whole=_ask_git("status", "--porcelain", "--", *_MEASURED) == "",
        processor=_read_processor(),
        cores=os.cpu_count() or 0,
        memory_gib=round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1),
        load_before=round(os.getloadavg()[0], 2),
        python=sys.version.split()[0],
    )


def read_facts(databases: Databases, *, arguments: Sequence[str], seed: int) -> Facts:
    """All facts; whether the durability is good enough, the comparisons check."""
    settings = databases.query(
        "core",
        "select name, setting from pg_settings where name = any(%s) order by name",
        ["fsync", "full_page_writes", "server_version", "synchronous_commit"],
    )
    durability = {str(name): str(setting) for name, setting in settings}
    return Facts(
        **asdict(read_surroundings(command=["bench", *arguments], seed=seed)),
        postgres=durability.pop("server_version"),
        durability=durability,
    )


def _ask_git(*arguments: str) -> str | None:
    """Git's answer; None outside a repository."""
    try:
        run = subprocess.run(
            ["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return run.stdout.strip()


def _read_processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "unknown")
