import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.identity import Identity, find_identity, is_running, list_session_members
from infra.local.record import ProcessRecord
from infra.tests.harness import wait_until

# The first thread ends alone, by the system call, while another one stays.
LEADER_ENDS_FIRST = """
import ctypes, threading, time
threading.Thread(target=time.sleep, args=(60,)).start()
print("up", flush=True)
ctypes.CDLL(None).syscall(60, 0)
"""


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "100"], start_new_session=True) as process:
        yield process
        process.kill()


def write_record(path: Path, pid: int, started: str) -> None:
    entry = {"identity": {"pid": pid, "started": started}, "territory": None}
    path.write_text(json.dumps({"web": entry}))


class TestFindIdentity:
    def test_names_ourselves_when_asked_for_our_pid(self) -> None:
        found = find_identity(os.getpid())

        assert found is not None
        assert is_running(found)

    def test_finds_nothing_when_the_process_is_a_zombie(self) -> None:
        process = subprocess.Popen(["true"])
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

        assert find_identity(process.pid) is None
        process.wait()

    @pytest.mark.skipif(platform.machine() != "x86_64", reason="knows this machine's call number")
    def test_still_finds_a_dead_leader_when_its_threads_go_on(self, tmp_path: Path) -> None:
        argv = [sys.executable, "-c", LEADER_ENDS_FIRST]
        with subprocess.Popen(argv, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            wait_until(lambda: " Z " in Path(f"/proc/{process.pid}/stat").read_text())

            found = find_identity(process.pid)
            process.kill()

        assert found is not None


class TestListSessionMembers:
    def test_is_empty_when_the_pid_belongs_to_a_stranger(
        self, stranger: subprocess.Popen[bytes]
    ) -> None:
        assert list_session_members(Identity(stranger.pid, "other-boot:1")) == []


class TestStopLeftovers:
    def test_kills_the_process_that_was_recorded(
        self, tmp_path: Path, stranger: subprocess.Popen[bytes]
    ) -> None:
        ProcessRecord(tmp_path / "processes.json").add("web", stranger.pid)

        names = ProcessRecord(tmp_path / "processes.json").stop_leftovers()

        assert names == ["web"]
        assert stranger.wait(5) == -9

    def test_spares_a_stranger_when_the_pid_was_reused(
        self, tmp_path: Path, stranger: subprocess.Popen[bytes]
    ) -> None:
        found = find_identity(stranger.pid)
        assert found is not None
        boot, _, ticks = found.started.partition(":")
        write_record(tmp_path / "processes.json", stranger.pid, f"{boot}:{int(ticks) - 1}")

        names = ProcessRecord(tmp_path / "processes.json").stop_leftovers()

        assert names == []
        assert stranger.poll() is None

    def test_kills_what_works_in_the_territory_when_it_left_the_session(
        self, tmp_path: Path
    ) -> None:
        territory = tmp_path / "data"
        territory.mkdir()
        with subprocess.Popen(["sleep", "100"], cwd=territory, start_new_session=True) as backend:
            with subprocess.Popen(["sleep", "100"], start_new_session=True) as leader:
                ProcessRecord(tmp_path / "p.json").add("postgres", leader.pid, territory)
                leader.kill()

            names = ProcessRecord(tmp_path / "p.json").stop_leftovers()

            assert names == ["postgres"]
            assert backend.wait(5) == -9

    def test_finds_nothing_when_the_record_is_torn(self, tmp_path: Path) -> None:
        (tmp_path / "processes.json").write_text('{"web": {"iden')

        assert ProcessRecord(tmp_path / "processes.json").stop_leftovers() == []
