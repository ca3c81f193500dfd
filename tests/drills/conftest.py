"""Drills break a system of their own, and use it as an operator does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local.paths import REPOSITORY
from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.own_system import admin, databases, profiler, system
from tests.clients.profiler_client import ProfilerClient

__all__ = ["admin", "databases", "profiler", "system"]  # pytest finds these fixtures here.
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def make_profiled(admin: CoreClient, profiler: ProfilerClient) -> Callable[[], LearnerJourney]:
    """A learner whose result has arrived."""

    def make() -> LearnerJourney:
        journey = LearnerJourney.of_new_student(admin, profiler)
        journey.profile_whole()
        journey.wait_for_result()
        return journey

    return make


@pytest.fixture
def profiler_command(system: RunningSystem) -> Command:
    """``python -m profiler …`` with the settings of the relay, as an operator runs it."""
    held = Path(f"/proc/{system.pid('profiler-relay')}/environ").read_bytes()
    pairs = [entry.partition(b"=") for entry in held.split(b"\0") if entry]
    environment = {os.fsdecode(name): os.fsdecode(value) for name, _, value in pairs}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "profiler", *arguments],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
