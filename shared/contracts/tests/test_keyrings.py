"""Key files: made once, read strictly, read again when they change."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from talent_contracts.keyring_command import ensure_keyrings
from talent_contracts.keyrings import (
    Jwk,
    Keyring,
    KeyringFile,
    KeyringInvalid,
    load_keyring,
    new_key,
)


def write(path: Path, keyring: Keyring) -> None:
    aside = path.with_suffix(".new")
    aside.write_text(keyring.model_dump_json(exclude_none=True), encoding="utf-8")
    aside.chmod(0o600)
    aside.replace(path)


class TestEnsureKeyrings:
    def test_creates_six_private_files_when_there_are_none(self, tmp_path: Path) -> None:
        core, profiler = tmp_path / "core", tmp_path / "profiler"
        created = ensure_keyrings(core=core, profiler=profiler)
        assert {path.name for path in core.iterdir()} == {
            "token.json",
            "ticket.json",
            "sync.json",
            "trusted.json",
        }
        assert {path.stat().st_mode & 0o777 for path in created} == {0o600}
        assert {core.stat().st_mode & 0o777, profiler.stat().st_mode & 0o777} == {0o700}

    def test_each_side_trusts_the_other_when_created(self, tmp_path: Path) -> None:
        ensure_keyrings(core=tmp_path / "c", profiler=tmp_path / "p")
        signer = load_keyring(tmp_path / "p/sync.json").signing_keys()[0]
        trusted = load_keyring(tmp_path / "c/trusted.json")
        found = trusted.find(signer.kid)
        assert found is not None
        assert found.public == signer.private.public_key()
        assert all(key.d is None for key in trusted.keys)

    def test_changes_nothing_when_repeated(self, tmp_path: Path) -> None:
        folders = {"core": tmp_path / "c", "profiler": tmp_path / "p"}
        ensure_keyrings(**folders)
        before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
        assert ensure_keyrings(**folders) == []
        assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before

    def test_one_set_remains_when_many_run_at_once(self, tmp_path: Path) -> None:
        folders = {"core": tmp_path / "c", "profiler": tmp_path / "p"}
        with ThreadPoolExecutor(8) as pool:
            runs = [pool.submit(ensure_keyrings, **folders) for _ in range(8)]
        assert sum(len(run.result()) for run in runs) == 6
        assert len(list(tmp_path.rglob("*"))) == 2 + 6

    def test_command_creates_files_when_called(self, tmp_path: Path) -> None:
        argv = [sys.executable, "-m", "talent_contracts.keyrings", "ensure"]
        argv += ["--core", str(tmp_path / "c"), "--profiler", str(tmp_path / "p")]
        subprocess.run(argv, check=True, env={**os.environ, "PYTHONWARNINGS": "error"})
        assert (tmp_path / "p/trusted.json").exists()


class TestKeyring:
    def test_signs_with_active_then_newest_retiring_when_rotating(self) -> None:
        old, older = new_key("sync", state="retiring"), new_key("sync", state="retiring")
        active, coming = new_key("sync"), new_key("sync", state="next")
        ring = Keyring(keys=[older, old, active, coming])
        assert [key.kid for key in ring.signing_keys()] == [active.kid, old.kid]

    @pytest.mark.parametrize(
        ("state", "usable"),
        [("next", True), ("active", True), ("retiring", True), ("revoked", False)],
    )
    def test_finds_a_key_when_its_state_allows(self, state: str, usable: bool) -> None:
        key = new_key("sync", state=state)  # type: ignore[arg-type]  # Parametrised words.
        ring = Keyring(keys=[key])
        assert (ring.find(key.kid) is not None) is usable
        assert bool(ring.published()) is usable

    def test_public_cannot_sign_when_made_from_private(self) -> None:
        ring = Keyring(keys=[new_key("sync")])
        assert ring.signing_keys()
        assert ring.public().signing_keys() == []
        assert "d" not in ring.published()[0]
        assert ring.published()[0]["purpose"] == "sync"

    def test_refuses_when_two_keys_share_a_kid_or_two_are_active(self) -> None:
        key = new_key("sync")
        with pytest.raises(ValidationError, match="share a kid"):
            Keyring(keys=[key, key])
        with pytest.raises(ValidationError, match="more than one key is active"):
            Keyring(keys=[key, new_key("sync")])

    @pytest.mark.parametrize(
        "change",
        [
            {"x": new_key("sync").x},
            {"x": "A" * 42 + "B"},
            {"x": "short"},
            {"crv": "Ed448"},
            {"alg": "HS256"},
            {"kid": "UPPER"},
            {"kid": "k" * 41},
            {"state": "maybe"},
            {"k": "secret"},
        ],
        ids="-".join,
    )
    def test_refuses_a_key_when_a_field_is_wrong(self, change: dict[str, str]) -> None:
        with pytest.raises(ValidationError):
            Jwk.model_validate({**new_key("sync").model_dump(), **change})


class TestLoadKeyring:
    def test_names_the_command_when_the_file_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(KeyringInvalid, match="keyrings ensure"):
            load_keyring(tmp_path / "sync.json")

    def test_hides_the_private_half_when_the_file_is_broken(self, tmp_path: Path) -> None:
        path = tmp_path / "sync.json"
        document = {"keys": [{**new_key("sync").model_dump(), "extra": 1}]}
        path.write_text(json.dumps(document), encoding="utf-8")
        with pytest.raises(KeyringInvalid) as invalid:
            load_keyring(path)
        assert document["keys"][0]["d"] not in str(invalid.value)
        assert invalid.value.__cause__ is None

    def test_refuses_when_others_may_read_a_private_key(self, tmp_path: Path) -> None:
        path = tmp_path / "sync.json"
        write(path, Keyring(keys=[new_key("sync")]))
        path.chmod(0o644)
        with pytest.raises(KeyringInvalid, match="chmod 600"):
            load_keyring(path)


class TestKeyringFile:
    def test_follows_when_the_file_is_replaced(self, tmp_path: Path) -> None:
        path, first, second = tmp_path / "t.json", new_key("sync"), new_key("sync")
        write(path, Keyring(keys=[first]))
        file = KeyringFile(path)
        assert file.find(first.kid)
        write(path, Keyring(keys=[second]))
        assert file.find(first.kid) is None
        assert file.find(second.kid)

    def test_raises_when_the_file_goes_away(self, tmp_path: Path) -> None:
        path, key = tmp_path / "t.json", new_key("sync")
        write(path, Keyring(keys=[key]))
        file = KeyringFile(path)
        file.get()
        path.unlink()
        with pytest.raises(KeyringInvalid):
            file.find(key.kid)

    def test_sees_a_change_within_the_same_tick_of_the_file_systems_clock(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "trusted.json"
        first, second = (Keyring(keys=[new_key("sync")]) for _ in range(2))
        write(path, first)
        file = KeyringFile(path)
        before = path.stat()
        assert file.get() == first
        path.write_text(second.model_dump_json(exclude_none=True), encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        assert file.get() == second
