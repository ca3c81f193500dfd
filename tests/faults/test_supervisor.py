"""The real system under the supervisor: everything is killed once, and the start is cut short."""

import http.client
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.identity import find_identity
from infra.local.system import RunningSystem, SystemFailedError

pytestmark = pytest.mark.system

APPLICATIONS = [
    "core",
    "core-relay",
    "profiler",
    "profiler-relay",
    "celery-worker",
    "celery-beat",
]
ENGINES = ["postgres", "valkey"]


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningSystem]:
    with RunningSystem() as system:
        yield system


@pytest.fixture
def system(shared: RunningSystem) -> RunningSystem:
    """The one system of this file, running, whatever the test before did to it."""
    if shared.supervisor.poll() is not None:
        shared.start()
    return shared


@pytest.fixture
def fresh() -> Iterator[RunningSystem]:
    """A system that was never started."""
    created = RunningSystem()
    yield created
    created.close()


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_healthy(system: RunningSystem) -> bool:
    return answers(system.core_port) and answers(system.profiler_port)


def list_alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if find_identity(pid) is not None]


def list_family(system: RunningSystem, name: str) -> list[int]:
    """Return the leader and its workers; nothing while the leader is being replaced."""
    try:
        return system.pids(name)
    except SystemFailedError:
        return []


def list_errors(system: RunningSystem) -> list[str]:
    return [line for line in system.output.splitlines() if line.startswith("error: ")]


def run_verb(system: RunningSystem, verb: str) -> subprocess.CompletedProcess[str]:
    argv = [*system.argv[:-1], verb]
    return subprocess.run(argv, env=system.environment, capture_output=True, text=True, check=False)


class TestKill:
    @pytest.mark.parametrize("name", APPLICATIONS)
    def test_the_process_comes_back_when_it_is_killed(
        self, system: RunningSystem, name: str
    ) -> None:
        old = system.pids(name)

        system.kill(name)

        system.wait_for_restart(name, old[0])
        system.wait_until(lambda: is_healthy(system), "two healthy services", 30)
        assert list_alive(old) == []
        assert system.supervisor.poll() is None

    @pytest.mark.parametrize("name", ["core", "profiler", "celery-worker"])
    def test_a_worker_comes_back_when_only_it_is_killed(
        self, system: RunningSystem, name: str
    ) -> None:
        system.wait_until(lambda: len(list_family(system, name)) >= 3, f"workers of {name}", 30)
        old = list_family(system, name)

        os.kill(old[-1], signal.SIGKILL)

        # Celery gives up when a child dies while it boots; then the supervisor brings both back.
        system.wait_until(
            lambda: len(set(list_family(system, name)) - {old[-1]}) >= len(old), "a new worker", 30
        )
        system.wait_until(lambda: is_healthy(system), "two healthy services", 30)
        assert list_alive([old[-1]]) == []

    @pytest.mark.parametrize("name", ENGINES)
    def test_all_stops_with_one_line_when_an_engine_is_killed(
        self, system: RunningSystem, name: str
    ) -> None:
        pids = system.list_all_pids()

        system.kill(name)

        assert system.supervisor.wait(10) == 1
        assert len(list_errors(system)) == 1
        assert f"error: {name} killed by SIGKILL" in list_errors(system)[0]
        assert list_alive(pids) == []

    def test_the_next_start_cleans_up_when_the_supervisor_is_killed(
        self, system: RunningSystem
    ) -> None:
        pids = system.list_all_pids()
        credentials = system.credentials
        system.kill_supervisor()

        system.start()

        assert list_alive(pids) == []
        assert is_healthy(system)
        assert "stopped what an earlier run left" in system.output
        assert system.credentials == credentials


class TestStop:
    def test_everything_is_gone_within_5_s_when_interrupted(self, system: RunningSystem) -> None:
        pids = system.list_all_pids()

        seconds = system.stop()

        assert seconds <= 5
        assert system.supervisor.returncode == 0
        assert list_alive(pids) == []

    def test_the_other_terminal_sees_and_stops_it(self, system: RunningSystem) -> None:
        seen = run_verb(system, "status")
        stopped = run_verb(system, "stop")

        assert (seen.returncode, stopped.returncode) == (0, 0)
        assert {line.split()[0] for line in seen.stdout.splitlines()} == {*APPLICATIONS, *ENGINES}
        assert system.supervisor.wait(1) == 0
        assert run_verb(system, "status").returncode == 3

    @pytest.mark.parametrize("line", ["initdb done", "roles done", "profiler-migrate done"])
    def test_everything_is_gone_within_5_s_when_interrupted_during_the_start(
        self, fresh: RunningSystem, line: str
    ) -> None:
        fresh.launch()
        fresh.wait_until(lambda: line in fresh.output, line, 60)
        pids = fresh.list_all_pids()

        seconds = fresh.stop()

        assert seconds <= 5
        assert fresh.supervisor.returncode == 130
        assert list_alive(pids) == []
        assert list_errors(fresh) == []

    def test_the_next_start_works_when_the_first_was_cut_short(self, fresh: RunningSystem) -> None:
        fresh.launch()
        fresh.wait_until(lambda: "roles done" in fresh.output, "roles", 60)
        fresh.kill_supervisor()

        fresh.start()

        assert is_healthy(fresh)


class TestStart:
    def test_says_which_port_and_setting_when_a_port_is_in_use(self, fresh: RunningSystem) -> None:
        with socket.create_server(("127.0.0.1", fresh.core_port)):
            fresh.launch()
            code = fresh.supervisor.wait(20)

        assert code == 1
        expected = f"error: port {fresh.core_port} is in use: stop what uses it or set CORE_PORT"
        assert fresh.output.splitlines() == [expected]

    def test_refuses_in_one_line_when_the_instance_runs_already(
        self, system: RunningSystem
    ) -> None:
        second = RunningSystem(run_dir=system.run_dir)
        output = system.run_dir / "second.output"
        with output.open("wb") as file:
            child = subprocess.run(second.argv, env=second.environment, stderr=file, check=False)

        assert child.returncode == 1
        assert f"already runs (pid {system.supervisor.pid})" in output.read_text()
        assert output.read_text().count("\n") == 1

    def test_runs_beside_another_instance_and_in_a_closed_folder(
        self, system: RunningSystem
    ) -> None:
        with tempfile.TemporaryDirectory() as closed:
            other = RunningSystem(run_dir=Path(closed) / "run dir")
            with other:
                both = is_healthy(system) and is_healthy(other)
                files = list((Path(closed) / "run dir").glob("*.json"))
                modes = {oct(path.stat().st_mode & 0o777) for path in files}
            other.remove()

        assert both
        assert modes == {"0o600"}

    def test_starts_again_soon_on_its_data(self, system: RunningSystem) -> None:
        system.stop()

        # The bar is 12 s on two idle cores; other test runs may share them.
        assert system.start() <= 30

    def test_shows_the_log_when_a_one_shot_fails(self, fresh: RunningSystem) -> None:
        broken = RunningSystem(run_dir=fresh.run_dir, env={"FOUNDATIONS_PACE": "never"})

        with pytest.raises(SystemFailedError, match="FOUNDATIONS_PACE"), broken:
            pass

        assert list_errors(broken) == [
            "error: core-migrate ended with exit code 1 during the start"
        ]
