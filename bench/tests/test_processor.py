import os
import subprocess
import sys

import pytest

from bench.processor import Usage, read_tree_s

SPIN = "import time\nwhile time.process_time() < 0.3: pass"
# The child spins and ends; its parent has reaped it and waits for input.
PARENT = (
    "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]]);"
    "print('reaped', flush=True); sys.stdin.read()"
)


class TestReadTreeS:
    def test_counts_children_that_ended(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", PARENT, SPIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as parent:
            assert parent.stdout is not None
            parent.stdout.readline()
            used = read_tree_s([parent.pid])
            parent.communicate()

        assert 0.3 <= used < 3

    def test_is_zero_when_the_process_is_gone(self) -> None:
        assert read_tree_s([2**22 + 1]) == 0


class TestUsage:
    def test_leaves_to_strangers_what_neither_system_nor_client_used(self) -> None:
        cores = os.cpu_count() or 1
        used = Usage(
            server_s=1, postgres_s=1, client_s=1, machine_s=4 + cores, system_s=3, wall_s=2
        )

        assert used.foreign_share == pytest.approx(0.5)

    def test_is_never_below_zero_when_clocks_disagree(self) -> None:
        used = Usage(server_s=1, postgres_s=1, client_s=1, machine_s=3, system_s=2.5, wall_s=2)

        assert used.foreign_share == 0

    def test_subtracts_clock_by_clock(self) -> None:
        late = Usage(10, 20, 30, 40, 50, 60)

        assert late - Usage(1, 2, 3, 4, 5, 6) == Usage(9, 18, 27, 36, 45, 54)
