"""The command of whoever is on the machine, as a process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.letters import deeds, make_letter, row


class Command:
    def __init__(self, settings: Settings, database: TestDatabase) -> None:
        self._environment = {
            **os.environ,
            "ENVIRONMENT": "test",
            "CORE_PUBLIC_URL": settings.core_public_url,
            "CORE_INTERNAL_URL": settings.core_internal_url,
            "PROFILER_PUBLIC_URL": settings.profiler_public_url,
            "PROFILER_KEYS_DIR": str(settings.profiler_keys_dir),
            "PROFILER_DATABASE_WORKER_URL": database.worker,
        }
        self._environment.pop("PROFILER_DATABASE_OWNER_URL", None)

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "profiler", "dead-letters", *arguments],
            cwd=Path(__file__).parents[4],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def command(settings: Settings, database: TestDatabase) -> Command:
    return Command(settings, database)


class TestCommand:
    def test_lists_replays_and_discards(self, command: Command, database: TestDatabase) -> None:
        first, second = (make_letter(database) for _ in range(2))
        listed = command("list").stdout
        assert f"{first}  " in listed
        assert "profiling.completed  unknown-kid, too old" in listed
        replayed = command("replay", first, f"{first[:-1]}x")
        assert replayed.stdout.splitlines()[-1] == "1 of 2 are on their way again"
        assert row(database, first)["state"] == "pending"
        discarded = command("discard", second, "--reason", "not needed")
        assert (discarded.returncode, discarded.stdout.splitlines()[-1]) == (0, "discarded")
        assert row(database, second)["state"] == "discarded"
        assert deeds(database, first) == [("dead_letter.replayed", None, None)]
        assert deeds(database, second) == [("dead_letter.discarded", None, "not needed")]

    def test_says_why_it_did_nothing(self, command: Command, database: TestDatabase) -> None:
        letter = make_letter(database)
        for event_id, reason, said in (
            ("evt_x", "not needed", "evt_x is no dead letter"),
            (letter, "  ", "give a reason of at least 3 characters"),
        ):
            refused = command("discard", event_id, "--reason", reason)
            assert (refused.returncode, refused.stderr) == (2, f"{said}\n")
        assert row(database, letter)["state"] == "dead"
