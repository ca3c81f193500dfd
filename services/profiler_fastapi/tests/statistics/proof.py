"""Plant two faults, let thousands of simulated people take the real form, read what core is told.

``python -m services.profiler_fastapi.tests.statistics.proof`` starts engines of its own and writes
``docs/reports/item_statistics.md`` and ``.json``; exit 1 when anything but the planted items is
told to have the planted faults.
"""

import argparse
import asyncio
import json
import shlex
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.testing import test_engines as start_engines
from profiler.common.logging import configure_logging
from profiler.migrate import migrate_database
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import ROLES, TestDatabase
from services.profiler_fastapi.tests.statistics.alarm_rates import PLANTED, measure
from services.profiler_fastapi.tests.statistics.planted_run import Run, World, run
from services.profiler_fastapi.tests.statistics.proof_report import format_report
from services.profiler_fastapi.tests.support.core_stand_in import CoreStandIn
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock
from talent_contracts.keyring_command import ensure_keyrings

MODULE = "services.profiler_fastapi.tests.statistics.proof"
SOURCES = ("services/profiler_fastapi", "shared")
RATE_SEEDS = range(100, 120)
FEW = (200, 300, 450, 800)


def main(arguments: list[str]) -> int:
    """0 when the planted items, and only they, are told."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--sessions", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where reports/ stands")
    chosen = parser.parse_args(arguments)
    configure_logging("ERROR")
    commit = _read_commit()
    with start_engines() as environment, tempfile.TemporaryDirectory() as folder:
        runs = asyncio.run(_run_both(environment, Path(folder), chosen.seed, chosen.sessions))
    facts = {
        "command": shlex.join(["python", "-m", MODULE, *arguments]),
        "commit": commit,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": chosen.seed,
        "sessions": chosen.sessions,
    }
    report = facts | describe(runs, chosen.sessions)
    write_report(report, chosen.docs / "reports")
    sys.stdout.write(f"{'ok' if report['passed'] else 'FAIL'}: told {report['told']}\n")
    return 0 if report["passed"] else 1


def describe(runs: dict[str, Run], sessions: int) -> dict[str, Any]:
    """What was found, as plain values."""
    told = {name: _list_told(found) for name, found in runs.items()}
    expected = {item_id: warning.value for item_id, warning in PLANTED.items()}
    control = [measure(RATE_SEEDS, n, is_planted=False) for n in (FEW[2], sessions)]
    power = [measure(RATE_SEEDS, n, is_planted=True) for n in FEW]
    return {
        "planted": expected,
        "told": told,
        "passed": told == {"planted": expected, "control": {}},
        "runs": {name: _tell_run(found) for name, found in runs.items()},
        "rate_seeds": [RATE_SEEDS.start, RATE_SEEDS.stop - 1],
        "control_rates": [asdict(rates) for rates in control],
        "power": [asdict(rates) for rates in power],
    }


def write_report(report: dict[str, Any], folder: Path) -> None:
    """item_statistics.md and item_statistics.json."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    (folder / "item_statistics.json").write_text(plain, "utf-8")
    (folder / "item_statistics.md").write_text(format_report(report), "utf-8")


async def _run_both(
    environment: dict[str, str], folder: Path, seed: int, sessions: int
) -> dict[str, Run]:
    database = TestDatabase(**{role: environment[name] for role, name in ROLES.items()})
    migrate_database(database.owner.replace("postgresql://", "postgresql+psycopg://", 1))
    keys = CoreKeys.make()
    core = CoreStandIn(keys.token, keys.ticket)
    await core.start()
    world = World(_load_settings(database, core, folder), SetClock(), keys, database)
    runs = {
        name: await run(world, seed=seed, sessions=sessions, is_planted=name == "planted")
        for name in ("planted", "control")
    }
    await core.stop()
    return runs


def _load_settings(database: TestDatabase, core: CoreStandIn, folder: Path) -> Settings:
    ensure_keyrings(core=folder / "core", profiler=folder / "profiler")
    return Settings.load(
        environment="test",
        core_public_url="https://academy.example",
        core_internal_url=core.url,
        profiler_public_url="http://127.0.0.1:1",
        profiler_keys_dir=folder / "profiler",
        profiler_database_url=database.app,
        profiler_database_worker_url=database.worker,
        profiler_database_owner_url=database.owner,
        log_level="ERROR",
    )


def _list_told(found: Run) -> dict[str, str]:
    """Items that carry one of the two warnings in question."""
    wanted = set(PLANTED.values())
    return {
        item.item_id: warning.value
        for item in found.statistics.items
        for warning in item.warnings
        if warning in wanted
    }


def _tell_run(found: Run) -> dict[str, Any]:
    statistics = found.statistics.model_dump(mode="json")
    items = statistics.pop("items")
    return {
        **statistics,
        "event_bytes": found.size,
        "answering_s": round(found.answering_s, 1),
        "job_s": round(found.job_s, 2),
        "warned": {item["item_id"]: item["warnings"] for item in items if item["warnings"]},
        "planted_items": [item for item in items if item["item_id"] in PLANTED],
    }


def _read_commit() -> str:
    state = " with uncommitted changes" if _ask_git("status", "--porcelain", "--", *SOURCES) else ""
    return (_ask_git("rev-parse", "HEAD") or "unknown") + state


def _ask_git(*arguments: str) -> str:
    asked = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
