"""The clock is wrong in a relay, by as much as is told, while it runs; nowhere else."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.strikes import prepare_clocks

CODE = Path(__file__).parents[1] / "clock"
PROGRAM = """\
import pathlib, struct, sys, time
first = time.time()
path = pathlib.Path(sys.argv[1])
with path.open("r+b") as file:
    file.write(struct.pack("d", 299.0))
print(round(first - time.clock_gettime(time.CLOCK_REALTIME)), end=" ")
print(round(time.time() - time.clock_gettime(time.CLOCK_REALTIME)))
"""


@pytest.mark.parametrize(
    ("verb", "seen"), [("relay", "-301 299"), ("run_relay", "-301 299"), ("migrate", "0 0")]
)
def test_shifts_only_relays(tmp_path: Path, verb: str, seen: str) -> None:
    prepare_clocks(tmp_path)
    name = {"relay": "profiler-relay"}.get(verb, "core-relay")
    (tmp_path / name).write_bytes(struct.pack("d", -301.0))
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / name), verb],
        env={"PYTHONPATH": str(CODE), "FAILPOINT_CLOCKS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == seen


def test_is_right_when_no_test_asks(tmp_path: Path) -> None:
    prepare_clocks(tmp_path)
    (tmp_path / "profiler-relay").write_bytes(struct.pack("d", -301.0))
    program = "import time; print(round(time.time() - time.clock_gettime(time.CLOCK_REALTIME)))"
    run = subprocess.run(
        [sys.executable, "-c", program, "relay"],
        env={"PYTHONPATH": str(CODE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "0"
