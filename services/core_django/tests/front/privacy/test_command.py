"""``python -m core erasures``: who was erased, and telling a profiler that was put back."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from core_testing import raw
from core_testing.present import Present


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, as the worker role."""
    return subprocess.run(
        [sys.executable, "-m", "core", "erasures", *arguments],
        env={**os.environ, "CORE_DATABASE_ROLE": "worker"},
        capture_output=True,
        text=True,
        check=False,
    )


def find_delivery(present: Present) -> tuple[object, ...]:
    (row,) = raw.run_as_owner(
        "select d.status, d.attempts, e.id from outbox_delivery d join outbox_event e"
        " on e.id = d.event_id where e.type = 'learner.erased' and d.ordering_key = %s",
        present.id,
    )
    return row


def end_delivery(present: Present) -> None:
    """The profiler has erased the student too."""
    raw.run_as_owner(
        "update outbox_delivery set status = 'done', outcome = 'erased', attempts = 1,"
        " finished_at = now() where ordering_key = %s",
        present.id,
    )


class TestErasures:
    def test_are_listed_and_told_again_under_the_same_id(self, present: Present) -> None:
        began_at = datetime.now(UTC)
        present.erase()
        end_delivery(present)
        _, _, event_id = find_delivery(present)
        assert f"{present.id}  complete" in run_command("list").stdout
        assert "erasures are on their way again" in tell_again(began_at)
        assert find_delivery(present) == ("pending", 0, event_id)
        assert f"{present.id}  under-way" in run_command("list").stdout

    def test_of_before_are_left_alone(self, present: Present) -> None:
        present.erase()
        end_delivery(present)
        assert tell_again(datetime.now(UTC) + timedelta(hours=1)).startswith("0 erasures")
        assert find_delivery(present)[0] == "done"

    def test_need_a_time_with_a_zone(self) -> None:
        refused = run_command("tell-again", "--since", "2026-11-30T12:00:00")
        assert refused.returncode == 1
        assert "give the time with its zone" in refused.stderr


def tell_again(since: datetime) -> str:
    return run_command("tell-again", "--since", since.isoformat()).stdout
