"""Each import contract is broken once in a copy of the tree, and lint-imports must say so."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CORE = "services/core_django/src/core"
PROFILER = "services/profiler_fastapi/src/profiler"
CONTRACTS = "shared/contracts/src/talent_contracts"
COALESCE = "shared/coalesce/src/coalesce"
PACKAGES = (CORE, PROFILER, CONTRACTS, COALESCE)
# Contract id, file, planted line.
FAULTS = [
    ("wings", f"{CORE}/people/accounts/steps.py", "import core.journey.journey.steps"),
    ("front-rooms", f"{CORE}/front/session/api.py", "import core.front.administration.api"),
    ("journey-rooms", f"{CORE}/journey/results/selectors.py", "import core.journey.journey.models"),
    ("people-rooms", f"{CORE}/people/accounts/models.py", "import core.people.profiles.models"),
    ("platform-rooms", f"{CORE}/platform/common/ids.py", "import core.platform.access.actors"),
    ("inside-a-room", f"{CORE}/growth/portfolio/models.py", "import core.growth.portfolio.services"),
    ("pure-domain", f"{CORE}/journey/journey/domain.py", "import django.db.models"),
    ("config-sees-all", f"{CORE}/people/accounts/tokens.py", "import core.config.environment"),
    ("services-stay-apart", f"{CORE}/journey/results/steps.py", "import profiler.bank"),
    ("contracts-stand-alone", f"{CONTRACTS}/signing.py", "import httpx"),
    ("coalesce-stands-alone", f"{COALESCE}/coalescer.py", "import structlog"),
    ("profiler-rooms", f"{PROFILER}/sessions/steps.py", "import profiler.results.store"),
    ("profiler-scoring-pure", f"{PROFILER}/scoring/track.py", "import sqlalchemy"),
    ("profiler-figures-pure", f"{PROFILER}/statistics/figures/histogram.py", "import profiler.bank"),
]  # fmt: skip


def lint_imports(root: Path, contract: str) -> subprocess.CompletedProcess[str]:
    paths = [str(root / part) for part in PACKAGES]
    return subprocess.run(
        [
            str(Path(sys.executable).with_name("lint-imports")),
            "--config",
            str(root / "pyproject.toml"),
            "--contract",
            contract,
            "--no-cache",
        ],
        cwd=root,
        env={"PYTHONPATH": ":".join(str(Path(path).parent) for path in paths), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for part in PACKAGES:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


class TestContracts:
    @pytest.mark.parametrize(("contract", "path", "line"), FAULTS)
    def test_break_by_one_planted_import(
        self, copied: Path, contract: str, path: str, line: str
    ) -> None:
        assert lint_imports(copied, contract).returncode == 0
        planted = copied / path
        planted.write_text(f"{planted.read_text()}\n{line}\n")
        broken = lint_imports(copied, contract)
        assert broken.returncode == 1, broken.stdout + broken.stderr
        assert "BROKEN" in broken.stdout

    def test_are_all_broken_here(self) -> None:
        config = tomllib.loads((ROOT / "pyproject.toml").read_text())
        ids = {one["id"] for one in config["tool"]["importlinter"]["contracts"]}
        assert ids == {contract for contract, *_ in FAULTS}
