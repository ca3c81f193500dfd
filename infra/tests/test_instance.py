import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.account import Account, is_reachable, write_private
from infra.local.credentials import load_credentials
from infra.local.errors import LocalError
from infra.local.instance import load_instance, lock_run_dir
from infra.local.ports import is_free, pick_free_port
from infra.local.settings import read_settings

HOLD = """
import sys, time
from pathlib import Path
from infra.local.instance import lock_run_dir
with lock_run_dir(Path(sys.argv[1]), None):
    print("held", flush=True)
    time.sleep(60)
"""


class TestLockRunDir:
    def test_refuses_in_one_line_when_another_process_holds_it(self, tmp_path: Path) -> None:
        argv = [sys.executable, "-c", HOLD, str(tmp_path)]
        with subprocess.Popen(argv, stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            holder.stdout.readline()

            with (
                pytest.raises(LocalError, match=f"already runs \\(pid {holder.pid}\\)"),
                lock_run_dir(tmp_path, None),
            ):
                pass
            holder.kill()

    def test_is_free_again_when_the_holder_was_killed(self, tmp_path: Path) -> None:
        argv = [sys.executable, "-c", HOLD, str(tmp_path)]
        with subprocess.Popen(argv, stdout=subprocess.PIPE) as holder:
            assert holder.stdout is not None
            holder.stdout.readline()
            holder.kill()
            holder.wait()

            with lock_run_dir(tmp_path, None):
                assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_refuses_when_the_folder_belongs_to_somebody_else(self, tmp_path: Path) -> None:
        os.chown(tmp_path, 12345, 12345)

        with (
            pytest.raises(LocalError, match="belongs to user id 12345"),
            lock_run_dir(tmp_path, None),
        ):
            pass

    def test_refuses_when_the_folder_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        with (
            pytest.raises(LocalError, match="cannot be used: Not a directory"),
            lock_run_dir(tmp_path / "file" / "run", None),
        ):
            pass


class TestLoadInstance:
    def test_remembers_ports_and_secrets_when_started_again(self, tmp_path: Path) -> None:
        first = load_instance(tmp_path, None)

        assert load_instance(tmp_path, None) == first

    def test_keeps_secrets_from_other_accounts(self, tmp_path: Path) -> None:
        load_instance(tmp_path, None)

        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600

    def test_picks_another_internal_port_when_a_stranger_took_it(self, tmp_path: Path) -> None:
        first = load_instance(tmp_path, None)
        with socket.create_server(("127.0.0.1", first.postgres_port)):
            second = load_instance(tmp_path, None)

        assert second.postgres_port != first.postgres_port
        assert second.valkey_port == first.valkey_port
        assert second.passwords == first.passwords

    def test_refuses_to_guess_when_the_secrets_are_damaged(self, tmp_path: Path) -> None:
        (tmp_path / "secrets.json").write_text('{"core_app": "s')

        with pytest.raises(LocalError, match="damaged"):
            load_instance(tmp_path, None)


class TestIsReachable:
    def test_is_false_when_a_parent_is_closed(self, tmp_path: Path) -> None:
        inner = tmp_path / "closed" / "inner"
        inner.mkdir(parents=True)
        (tmp_path / "closed").chmod(0o700)

        assert not is_reachable(inner, Account(uid=12345, gid=12345))

    def test_is_true_when_all_parents_may_be_walked_through(self) -> None:
        assert is_reachable(Path("/usr/bin"), Account(uid=12345, gid=12345))


class TestWritePrivate:
    def test_replaces_a_file_that_was_open_to_all(self, tmp_path: Path) -> None:
        path = tmp_path / "secret"
        path.write_text("old")
        path.chmod(0o644)

        write_private(path, "new")

        assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o600)


class TestLoadCredentials:
    def test_makes_a_password_once_when_none_is_given(self, tmp_path: Path) -> None:
        path = tmp_path / "credentials.json"
        first, is_first = load_credentials(path, read_settings({}), core_url="c", profiler_url="p")
        again, is_again = load_credentials(path, read_settings({}), core_url="c", profiler_url="p")

        assert first == again
        assert (is_first, is_again) == (True, False)
        assert len(first.admin_password) >= 15

    def test_writes_those_that_are_given(self, tmp_path: Path) -> None:
        path = tmp_path / "credentials.json"
        given = read_settings({"ADMIN_EMAIL": "a@b.example", "ADMIN_PASSWORD": "correct horse"})
        load_credentials(path, given, core_url="c", profiler_url="p")

        kept, _ = load_credentials(path, read_settings({}), core_url="c", profiler_url="p")

        assert (kept.admin_email, kept.admin_password) == ("a@b.example", "correct horse")


class TestPorts:
    def test_is_not_free_when_somebody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            assert not is_free(server.getsockname()[1])

    def test_is_not_free_when_somebody_holds_it_without_listening(self) -> None:
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))

            assert not is_free(holder.getsockname()[1])

    def test_picks_one_that_is_not_taken(self) -> None:
        port = pick_free_port()

        assert is_free(port)
