"""One instance: a run directory that one supervisor holds at a time."""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.account import Account, is_reachable, write_private
from infra.local.errors import LocalError
from infra.local.ports import is_free, pick_free_port
from infra.postgres.roles import ROLES

_SHARED_STATE = Path("/var/lib/talent-engine")
_SECRETS = (*ROLES, "postgres", "valkey")


@dataclass(frozen=True)
class Instance:
    """What is remembered between starts. Secrets never leave mode 0600 files and environments."""

    run_dir: Path
    id: str
    home: Path
    account: Account | None
    postgres_port: int
    valkey_port: int
    passwords: dict[str, str]
    secret_key: str

    @property
    def logs(self) -> Path:
        return self.run_dir / "logs"

    @property
    def processes_file(self) -> Path:
        return self.run_dir / "processes.json"


@contextmanager
def lock_run_dir(run_dir: Path, account: Account | None) -> Iterator[None]:
    """Make the run directory ours alone until the end of the block.

    Refuses one that belongs to somebody else or is held by another supervisor.
    """
    _make_run_dir(run_dir, account)
    with (run_dir / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = (run_dir / "lock").read_text(encoding="utf-8").strip()
            raise LocalError(f"RUN_DIR {run_dir} already runs (pid {pid}): stop it first") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def load_instance(run_dir: Path, account: Account | None) -> Instance:
    """Read what the first start decided, or decide it now. Call it while holding the lock."""
    remembered = _read_json(run_dir / "instance.json")
    identifier = str(remembered.get("id") or secrets.token_hex(4))
    home = Path(str(remembered.get("home") or _choose_home(run_dir, identifier, account)))
    if not is_reachable(_nearest_existing(home), account):
        raise LocalError(f"the account nobody can no longer enter {home}: open the folders above")
    ports = _remember_ports(remembered)
    facts = {"id": identifier, "home": str(home), **ports}
    if facts != remembered:
        write_private(run_dir / "instance.json", json.dumps(facts, indent=1) + "\n")
    passwords = _load_secrets(run_dir / "secrets.json")
    return Instance(
        run_dir=run_dir,
        id=identifier,
        home=home,
        account=account,
        passwords=passwords,
        secret_key=passwords["django"],
        **ports,
    )


def _make_run_dir(run_dir: Path, account: Account | None) -> None:
    mode = 0o700 if account is None else 0o711  # nobody must be able to walk through.
    try:
        run_dir.mkdir(parents=True, mode=mode, exist_ok=True)
        owner = run_dir.stat().st_uid
        if owner == os.geteuid():
            (run_dir / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise LocalError(f"RUN_DIR {run_dir} cannot be used: {error.strerror}") from error
    if owner != os.geteuid():
        raise LocalError(f"RUN_DIR {run_dir} belongs to user id {owner}: choose another RUN_DIR")


def _choose_home(run_dir: Path, identifier: str, account: Account | None) -> Path:
    """Return where the engines live: the run directory, unless nobody cannot get there."""
    if is_reachable(run_dir, account):
        return run_dir
    digest = hashlib.sha256(str(run_dir.resolve()).encode()).hexdigest()[:12]
    home = _SHARED_STATE / f"{digest}-{identifier}"
    home.mkdir(parents=True, exist_ok=True)
    _SHARED_STATE.chmod(0o755)
    home.chmod(0o711)
    return home


def _nearest_existing(path: Path) -> Path:
    return path if path.exists() else _nearest_existing(path.parent)


def _remember_ports(remembered: dict[str, object]) -> dict[str, int]:
    """Return the remembered internal ports; one that somebody else took is chosen anew."""
    ports: dict[str, int] = {}
    for name in ("postgres_port", "valkey_port"):
        port = remembered.get(name)
        is_usable = isinstance(port, int) and is_free(port)
        ports[name] = port if is_usable else pick_free_port(frozenset(ports.values()))  # type: ignore[assignment]  # is_usable says int.
    return ports


def _load_secrets(path: Path) -> dict[str, str]:
    """Read the secrets; make those that are missing once, for good."""
    known = {name: str(value) for name, value in _read_json(path).items()}
    missing = [name for name in (*_SECRETS, "django") if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(36) for name in missing}
        write_private(path, json.dumps(known, indent=1) + "\n")
    return known


def _read_json(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise LocalError(f"{path} is damaged: restore it or choose another RUN_DIR") from error
    return dict(found)
