"""The account the embedded engines run as.

PostgreSQL refuses to run as root, so root lends its engines to `nobody`. Everybody else keeps
their own account.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import LocalError


@dataclass(frozen=True)
class Account:
    """A user and group id that a child process changes to before it starts its program."""

    uid: int
    gid: int


def find_engine_account() -> Account | None:
    """Return `nobody` when we are root, otherwise None: the engines then run as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise LocalError(
            "root needs the account `nobody` for PostgreSQL: create it, or start as a normal user"
        ) from error
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def is_reachable(path: Path, account: Account | None) -> bool:
    """Tell whether the account can enter the directory and all that lead to it."""
    resolved = path.resolve()
    if account is None:
        return os.access(resolved, os.X_OK)
    return all(_can_enter(part, account) for part in (resolved, *resolved.parents))


def _can_enter(directory: Path, account: Account) -> bool:
    try:
        found = directory.stat()
    except OSError:
        return False
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def make_directory(path: Path, owner: Account | None, mode: int = 0o700) -> Path:
    """Create the directory with this mode and owner, or give it them, and return it."""
    path.mkdir(parents=True, exist_ok=True)
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)
    path.chmod(mode)
    return path


def write_private(path: Path, text: str, owner: Account | None = None) -> None:
    """Write the file in one step so that only its owner can ever read it."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if owner is not None:
        os.chown(draft, owner.uid, owner.gid)
    draft.replace(path)
