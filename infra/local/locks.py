"""The verb `lock`: compile requirements/*.in into hashed locks without a host name in them."""

import os
import subprocess
import sys
from collections.abc import Sequence

from infra.local.paths import REPOSITORY

_OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes")
_QUIET = ("--no-annotate", "--no-header", "--quiet")
# The first holds all the others; it decides the versions for them.
_WIDEST, *_NARROWER = ("dev", "local", "core", "profiler")


def compile_locks(arguments: Sequence[str]) -> int:
    """Compile all locks to one set of versions; arguments such as --upgrade go to the widest."""
    code = _compile(_WIDEST, *arguments)
    for name in _NARROWER:
        code = code or _compile(name, "--constraint", f"{_WIDEST}.lock")
    return code


def _compile(name: str, *arguments: str) -> int:
    argv = [sys.executable, "-m", "uv", "pip", "compile", *_OPTIONS, *_QUIET, *arguments]
    argv += [f"{name}.in", "-o", f"{name}.lock"]
    env = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run(argv, cwd=REPOSITORY / "requirements", env=env, check=False).returncode
