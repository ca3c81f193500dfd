"""run.py from outside: what needs no network."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import run
from infra.local.__main__ import VERBS
from infra.local.paths import REPOSITORY


def start(*arguments: str, venv: Path) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(REPOSITORY / "run.py"), *arguments]
    env = {"PATH": "/usr/bin:/bin", "VENV_DIR": str(venv)}
    return subprocess.run(argv, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An installed environment whose Python only says how it was called."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    stamp = run.describe("local.lock", "dev.lock")
    (tmp_path / ".installed.json").write_text(json.dumps(stamp))
    return tmp_path


class TestRunPy:
    @pytest.mark.parametrize("verb", VERBS)
    def test_explains_every_verb(self, verb: str, tmp_path: Path) -> None:
        helped = start("help", venv=tmp_path / "none")

        assert f"\n  {verb} " in helped.stdout
        assert not (tmp_path / "none").exists()

    @pytest.mark.parametrize("verb", VERBS)
    def test_make_knows_every_verb(self, verb: str) -> None:
        makefile = (REPOSITORY / "Makefile").read_text()

        assert f" {verb.lstrip('-')}" in makefile

    def test_hands_over_at_once_when_the_lock_is_installed(self, venv: Path) -> None:
        done = start("--test", "-k", "two words", venv=venv)

        assert done.stdout == "-P -m infra.local --test -k two words\n"

    def test_runs_the_system_when_no_verb_is_given(self, venv: Path) -> None:
        assert start(venv=venv).stdout == "-P -m infra.local run\n"

    def test_names_the_setting_when_the_environment_cannot_be_written(self) -> None:
        refused = start("run", venv=Path("/proc/nowhere"))

        assert refused.returncode == 1
        assert refused.stderr.startswith("error: /proc/nowhere cannot be written: set VENV_DIR")
        assert refused.stderr.count("\n") == 1


class TestDescribe:
    def test_names_lock_python_checkout_and_sources(self) -> None:
        assert run.describe("dev.lock").keys() == {"dev.lock", "python", "checkout", "sources"}
