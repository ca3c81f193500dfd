"""``python -m talent_contracts.keyrings``: makes the key files of an installation, once."""

import argparse
import os
import secrets
from pathlib import Path

from talent_contracts.keyrings import Keyring, Purpose, load_keyring, new_key


def ensure_keyrings(*, core: Path, profiler: Path) -> list[Path]:
    """Create the missing key files of both services and return what was created.

    Existing files are never touched; two processes that run this together end with one set.
    """
    for directory in (core, profiler):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    purposes: list[tuple[Path, Purpose]] = [
        (core / "token.json", "token"),
        (core / "ticket.json", "ticket"),
        (core / "sync.json", "sync"),
        (profiler / "sync.json", "sync"),
    ]
    created = [path for path, purpose in purposes if _create_private(path, purpose)]
    trusts = [
        (core / "trusted.json", profiler / "sync.json"),
        (profiler / "trusted.json", core / "sync.json"),
    ]
    return created + [
        path
        for path, source in trusts
        if not path.exists() and _create(path, load_keyring(source).public())
    ]


def _create_private(path: Path, purpose: Purpose) -> bool:
    return not path.exists() and _create(path, Keyring(keys=[new_key(purpose)]))


def _create(path: Path, keyring: Keyring) -> bool:
    """Write aside, then link into place: the name appears once, complete, or not at all."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(keyring.model_dump_json(indent=1, exclude_none=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    return True


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(prog="python -m talent_contracts.keyrings")
    ensure = parser.add_subparsers(dest="command", required=True).add_parser(
        "ensure", help="create missing key files"
    )
    ensure.add_argument("--core", type=Path, required=True)
    ensure.add_argument("--profiler", type=Path, required=True)
    options = parser.parse_args()
    ensure_keyrings(core=options.core, profiler=options.profiler)
