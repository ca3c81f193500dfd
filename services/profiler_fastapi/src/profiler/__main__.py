"""``python -m profiler COMMAND``; each command is a function here.

migrate, check_migrations, relay, openapi [--check], replay --session ID, statistics [--publish],
dead-letters list | replay [ID ...] | discard ID --reason TEXT,
sweep [--accept REASON].
"""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from profiler.app import build_app
from profiler.bank import load_bank
from profiler.common.logging import configure_logging
from profiler.dead_letters.command import CommandRefused, add_verbs, run_verb
from profiler.migrate import list_drift, migrate_database
from profiler.openapi import build_document, render_document
from profiler.replay import ReplayRefused, replay_session
from profiler.settings import Settings, SettingsInvalid
from profiler.sweep.asking import SweepPostponed
from profiler.worker import compute_now, open_database, run_relay, sweep_now
from talent_contracts.keyrings import KeyringInvalid

REFUSALS = (SettingsInvalid, KeyringInvalid, ReplayRefused, CommandRefused, SweepPostponed)
DOCUMENT = Path(__file__).parents[4] / "shared/contracts/openapi/profiler.json"


def migrate() -> int:
    """Bring the database to the newest schema, as its owner."""
    migrate_database(Settings.load().get_database_url("profiler_database_owner_url"))
    return 0


def check_migrations() -> int:
    """Compare the migrated database with the models; 1 and a list when they differ."""
    drift = list_drift(Settings.load().get_database_url("profiler_database_owner_url"))
    sys.stdout.write("".join(f"{line}\n" for line in drift))
    return int(bool(drift))


def relay() -> int:
    """Deliver the outbox to core until a SIGTERM."""
    run_relay(Settings.load())
    return 0


def openapi(*, check: bool) -> int:
    """Write the OpenAPI document, or with ``--check`` compare it."""
    text = render_document(build_document(build_app(load_bank(), "https://talent.example")))
    if check:
        is_current = DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == text
        sys.stdout.write("" if is_current else f"stale: {DOCUMENT.name}\n")
        return int(not is_current)
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


def replay(*, session: UUID) -> int:
    """Recompute a stored result as the database's owner; 1 when a byte differs."""
    url = Settings.load().get_database_url("profiler_database_owner_url")
    replayed = replay_session(url, session, bank=load_bank())
    word = "identical" if replayed.is_identical else "DIFFERENT"
    sys.stdout.write(f"{word}: {len(replayed.stored)} bytes stored\n")
    return int(not replayed.is_identical)


def statistics(*, publish: bool) -> int:
    """Print how the bank's items behave, as of now; with ``--publish`` tell core as well."""
    found = asyncio.run(compute_now(Settings.load(), is_published=publish))
    sys.stdout.write(found.model_dump_json(indent=2) + "\n")
    return 0


def sweep(*, accept: str | None) -> int:
    """Compare results with core once and send again what it lost; 1 when all was not in order."""
    settings = Settings.load()
    configure_logging(settings.log_level)
    report = asyncio.run(sweep_now(settings, because=accept))
    lines = [f"{one.kind.value}  session {one.session_id}" for one in report.findings]
    lines += [f"accepted: {one.kind.value}  session {one.session_id}" for one in report.accepted]
    lines.append(f"{report.results} results, {len(report.findings)} not in order")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(not report.is_in_order)


def dead_letters(**options: Any) -> int:
    """List, send again or discard events whose delivery was given up."""

    async def run() -> list[str]:
        async with open_database(Settings.load()) as database:
            return await run_verb(database, **options)

    sys.stdout.write("".join(f"{line}\n" for line in asyncio.run(run())))
    return 0


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(prog="python -m profiler")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in (migrate, check_migrations, relay):
        commands.add_parser(command.__name__, help=command.__doc__).set_defaults(run=command)
    document = commands.add_parser("openapi", help=openapi.__doc__)
    document.add_argument("--check", action="store_true")
    document.set_defaults(run=openapi)
    again = commands.add_parser("replay", help=replay.__doc__)
    again.add_argument("--session", type=UUID, required=True)
    again.set_defaults(run=replay)
    figures = commands.add_parser("statistics", help=statistics.__doc__)
    figures.add_argument("--publish", action="store_true")
    figures.set_defaults(run=statistics)
    comparing = commands.add_parser("sweep", help=sweep.__doc__)
    comparing.add_argument("--accept", metavar="REASON", help="what stays as found wakes nobody")
    comparing.set_defaults(run=sweep)
    letters = commands.add_parser("dead-letters", help=dead_letters.__doc__)
    add_verbs(letters)
    letters.set_defaults(run=dead_letters)
    options = vars(parser.parse_args())
    run = options.pop("run")
    options.pop("command")
    try:
        return int(run(**options))
    except REFUSALS as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
