"""``python -m talent_contracts.keyrings``: makes the key files of an installation, and turns keys.

``rotate`` does the whole turn where both folders are at hand. Where they are not: ``introduce``,
carry the public half over with ``follow``, then ``promote``.
"""

import argparse
import fcntl
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from talent_contracts import rotation
from talent_contracts.keyrings import (
    Keyring,
    KeyringInvalid,
    Purpose,
    load_keyring,
    new_key,
)
from talent_contracts.rotation import RotationRefused

PURPOSES: Final[dict[str, Purpose]] = {"token": "token", "ticket": "ticket", "sync": "sync"}


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


def rotate(ring: Path, *, trusted: Path | None = None, settle: float = 0) -> str:
    """A fresh key signs from now on; the former one still verifies. Returns the new kid.

    ``trusted`` is the other side's file; it learns the key before the key signs. Keys that are
    published instead need ``settle`` seconds in which verifiers fetch them. Raises
    :class:`RotationRefused` while an earlier rotation is unfinished.
    """
    kid = introduce_key(ring)
    if trusted is not None:
        follow_owner(trusted, ring)
    time.sleep(settle)
    change_keyring(ring, rotation.promote)
    if trusted is not None:
        follow_owner(trusted, ring)
    return kid


def introduce_key(ring: Path) -> str:
    """Add a next key to a keyring file and return its kid."""
    purpose = PURPOSES[ring.stem]
    changed = change_keyring(
        ring, lambda held: rotation.introduce(held, new_key(purpose, state="next"))
    )
    return changed.keys[-1].kid


def revoke_key(ring: Path, kid: str, *, trusted: Path | None = None) -> None:
    """End a key on both sides; the next request that reads the files refuses it."""
    if trusted is not None:
        change_keyring(trusted, lambda held: rotation.revoke(held, kid))
    change_keyring(ring, lambda held: rotation.revoke(held, kid))


def follow_owner(trusted: Path, owner: Path) -> None:
    """Let a verifier's file know the owner's public keys as they are now."""
    public = load_keyring(owner).public()
    change_keyring(trusted, lambda held: rotation.follow(held, public))


def change_keyring(path: Path, change: Callable[[Keyring], Keyring]) -> Keyring:
    """Replace a keyring file whole, one writer at a time; readers see the old or the new one."""
    with _holding(path):
        changed = change(load_keyring(path))
        aside = _write_aside(path, changed)
        aside.replace(path)
        _sync_folder(path.parent)
    return changed


@contextmanager
def _holding(path: Path) -> Iterator[None]:
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _create_private(path: Path, purpose: Purpose) -> bool:
    return not path.exists() and _create(path, Keyring(keys=[new_key(purpose)]))


def _create(path: Path, keyring: Keyring) -> bool:
    """Write aside, then link into place: the name appears once, complete, or not at all."""
    aside = _write_aside(path, keyring)
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    return True


def _write_aside(path: Path, keyring: Keyring) -> Path:
    """The whole keyring in a 0600 file beside ``path``, on the disk when this returns."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(keyring.model_dump_json(indent=1, exclude_none=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return aside


def show(ring: Path) -> str:
    """One line per key: kid and state; never a private half."""
    return "".join(f"{key.kid}  {key.state}\n" for key in load_keyring(ring).keys)


def main() -> None:
    """Read the command line and do it; ends with 2 and a sentence when it is refused."""
    options = vars(_make_parser().parse_args())
    run = options.pop("run")
    try:
        told = run(**options)
    except (KeyringInvalid, RotationRefused) as error:
        sys.exit(f"{error}")
    if isinstance(told, str):
        sys.stdout.write(told if told.endswith("\n") else f"{told}\n")


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m talent_contracts.keyrings")
    commands = parser.add_subparsers(required=True)
    ensure = commands.add_parser("ensure", help="create missing key files")
    ensure.add_argument("--core", type=Path, required=True)
    ensure.add_argument("--profiler", type=Path, required=True)
    ensure.set_defaults(run=ensure_keyrings)
    for name, run, about in (
        ("rotate", rotate, "a fresh key signs from now on; prints its kid"),
        ("revoke", revoke_key, "end a key at once"),
        ("introduce", introduce_key, "add a key that does not sign yet; prints its kid"),
        ("promote", _promote, "let the next key sign"),
        ("show", show, "kids and states"),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument("ring", type=Path, help="the owner's file, such as core/sync.json")
        command.set_defaults(run=run)
        if name == "revoke":
            command.add_argument("kid")
        if name in {"rotate", "revoke"}:
            command.add_argument("--trusted", type=Path, help="the other side's trusted.json")
        if name == "rotate":
            command.add_argument(
                "--settle", type=float, default=0, help="seconds before a published key signs"
            )
    follow = commands.add_parser("follow", help="let a trusted.json know the owner's public keys")
    follow.add_argument("trusted", type=Path)
    follow.add_argument("owner", type=Path)
    follow.set_defaults(run=follow_owner)
    return parser


def _promote(ring: Path) -> None:
    change_keyring(ring, rotation.promote)
