import sys
from pathlib import Path

import pytest

from tools.readme_commands import list_commands, make_bare_path, run_commands, starts_system

README = """\
# Title

```sh
never run
```

<!-- ci -->
```sh
# a comment
make run
python3 client.py \\
  --url http://127.0.0.1:8000
```

<!-- ci -->

```sh
make test
```

<!-- ci -->
```python
print("not a shell block")
```
"""
# Behaves as `make run` does: says that it is ready, stays, and ends well on SIGINT.
RUN_PY = """\
import pathlib, signal, sys, time
def stop(*_):
    pathlib.Path("stopped").touch()
    sys.exit(0)
signal.signal(signal.SIGINT, stop)
print("ready in 0.1 s", flush=True)
pathlib.Path("ready").touch()
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    make_bare_path(folder)
    return folder


class TestListCommands:
    def test_takes_the_marked_shell_blocks_only(self) -> None:
        assert list_commands(README) == [
            "make run",
            "python3 client.py    --url http://127.0.0.1:8000",
            "make test",
        ]


class TestStartsSystem:
    @pytest.mark.parametrize("command", ["make run", "python3 run.py", "CORE_PORT=9000 make run"])
    def test_is_true_when_the_command_stays(self, command: str) -> None:
        assert starts_system(command)

    @pytest.mark.parametrize("command", ["make test", "python3 run.py --test", "make runner"])
    def test_is_false_when_the_command_ends(self, command: str) -> None:
        assert not starts_system(command)


class TestMakeBarePath:
    def test_hides_what_a_fresh_machine_does_not_have(self, path: Path) -> None:
        assert (path / "python3").exists()
        assert not (path / "psql").exists()
        assert not (path / "node").exists()


class TestRunCommands:
    def test_goes_on_when_the_system_is_ready_and_stops_it_at_the_end(
        self, tmp_path: Path, path: Path
    ) -> None:
        (tmp_path / "run.py").write_text(RUN_PY)

        run_commands(["python3 run.py", "test -f ready"], checkout=tmp_path, path=path)

        assert (tmp_path / "stopped").exists()

    def test_stops_the_system_before_it_starts_it_again(self, tmp_path: Path, path: Path) -> None:
        (tmp_path / "run.py").write_text(RUN_PY)
        again = ["python3 run.py", "test ! -f stopped", "python3 run.py", "test -f stopped"]

        run_commands(again, checkout=tmp_path, path=path)

        assert (tmp_path / "stopped").exists()

    def test_stops_the_system_when_a_later_command_fails(self, tmp_path: Path, path: Path) -> None:
        (tmp_path / "run.py").write_text(RUN_PY)

        with pytest.raises(SystemExit, match="false"):
            run_commands(["python3 run.py", "false"], checkout=tmp_path, path=path)

        assert (tmp_path / "stopped").exists()

    def test_fails_when_the_system_ends_before_it_is_ready(
        self, tmp_path: Path, path: Path
    ) -> None:
        (tmp_path / "run.py").write_text("raise SystemExit(1)")

        with pytest.raises(SystemExit, match="not ready"):
            run_commands(["python3 run.py"], checkout=tmp_path, path=path)

    def test_finds_only_the_bare_path(self, tmp_path: Path, path: Path) -> None:
        with pytest.raises(SystemExit, match="failed"):
            run_commands(["gcc --version"], checkout=tmp_path, path=path)


def test_this_python_is_the_one_on_the_path(path: Path) -> None:
    assert (path / "python3").resolve() == Path(sys.executable).resolve()
