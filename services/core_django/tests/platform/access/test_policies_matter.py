"""The suite above must go red when the policies are off; otherwise it proves nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

SUITE = Path(__file__).with_name("test_row_level_security.py")


class TestPoliciesOff:
    def test_turns_the_suite_red(self) -> None:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", str(SUITE), "-p", "no:randomly", "-n", "0"],
            cwd=Path(__file__).parents[5],
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")},
                "CORE_TEST_POLICIES": "off",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        failed = re.search(r"(\d+) failed", run.stdout)
        assert run.returncode == 1, run.stdout[-2000:]
        assert failed is not None
        assert int(failed[1]) >= 45
