"""Keys turn without a gap: at every moment what is signed can be verified, and no revoked key is."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.contracts.tests.rotating import rotate_under_traffic, rotate_untold, sign, verify
from talent_contracts import rotation, signing
from talent_contracts.keyring_command import (
    ensure_keyrings,
    introduce_key,
    revoke_key,
    rotate,
)
from talent_contracts.keyrings import Keyring, KeyringFile, load_keyring, new_key
from talent_contracts.rotation import RotationRefused


def states(ring: Keyring) -> list[str]:
    return [key.state for key in ring.keys]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    ensure_keyrings(core=tmp_path / "core", profiler=tmp_path / "profiler")
    return tmp_path / "profiler" / "sync.json", tmp_path / "core" / "trusted.json"


class TestStates:
    def test_turn_from_next_to_active_to_retiring(self) -> None:
        ring = Keyring(keys=[new_key("sync")])
        ring = rotation.introduce(ring, new_key("sync"))
        assert states(ring) == ["active", "next"]
        ring = rotation.promote(ring)
        assert states(ring) == ["retiring", "active"]
        assert [key.kid for key in ring.signing_keys()] == [
            ring.keys[1].kid,
            ring.keys[0].kid,
        ]

    def test_only_one_key_waits(self) -> None:
        ring = rotation.introduce(Keyring(keys=[new_key("sync")]), new_key("sync"))
        with pytest.raises(RotationRefused, match="next key is waiting"):
            rotation.introduce(ring, new_key("sync"))

    def test_nothing_is_promoted_without_a_next_key(self) -> None:
        with pytest.raises(RotationRefused, match="introduce one first"):
            rotation.promote(Keyring(keys=[new_key("sync")]))

    def test_the_signing_key_cannot_be_revoked_by_its_owner(self) -> None:
        ring = Keyring(keys=[new_key("sync")])
        with pytest.raises(RotationRefused, match="rotate first"):
            rotation.revoke(ring, ring.keys[0].kid)
        with pytest.raises(RotationRefused, match="there is no key"):
            rotation.revoke(ring, "sync-unknown")

    def test_a_verifier_keeps_what_it_revoked_revoked(self) -> None:
        owner = Keyring(keys=[new_key("sync")])
        trusted = rotation.revoke(owner.public(), owner.keys[0].kid)
        assert states(rotation.follow(trusted, owner)) == ["revoked"]

    def test_a_verifier_keeps_keys_that_the_owner_forgot(self) -> None:
        former, present = Keyring(keys=[new_key("sync")]), Keyring(keys=[new_key("sync")])
        assert states(rotation.follow(former.public(), present)) == ["retiring", "active"]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(["rotate", "lag", "revoke"]), max_size=8))
    def test_a_verifier_one_step_behind_accepts_what_is_signed(self, moves: list[str]) -> None:
        owner = Keyring(keys=[new_key("sync")])
        trusted = owner.public()
        for move in moves:
            if move == "rotate":
                owner = rotation.introduce(owner, new_key("sync"))
                trusted = rotation.follow(trusted, owner)
                owner = rotation.promote(owner)
            elif move == "lag":
                verify(sign(owner), trusted)
            else:
                retiring = [key.kid for key in owner.keys if key.state == "retiring"]
                for kid in retiring[:1]:
                    owner, trusted = rotation.revoke(owner, kid), rotation.revoke(trusted, kid)
            verify(sign(owner), trusted)


class TestFiles:
    def test_rotation_is_known_to_the_other_side_before_it_signs(
        self, folders: tuple[Path, Path]
    ) -> None:
        ring, trusted = folders
        old = sign(load_keyring(ring))
        kid = rotate(ring, trusted=trusted)
        fresh = sign(load_keyring(ring))
        assert fresh["x-psp-kid"].split()[0] == kid
        for headers in (old, fresh):
            verify(headers, load_keyring(trusted))
        assert {path.stat().st_mode & 0o777 for path in folders} == {0o600}
        assert all(key.d is None for key in load_keyring(trusted).keys)

    def test_a_revoked_key_is_refused_at_once(self, folders: tuple[Path, Path]) -> None:
        ring, trusted = folders
        registry = KeyringFile(trusted)
        stolen = sign(load_keyring(ring))
        (former,) = [key.kid for key in load_keyring(ring).keys]
        rotate(ring, trusted=trusted)
        verify(stolen, registry)
        revoke_key(ring, former, trusted=trusted)
        with pytest.raises(signing.UnknownKid):
            verify(stolen, registry)
        verify(sign(load_keyring(ring)), registry)

    def test_an_interrupted_rotation_says_how_to_go_on(self, folders: tuple[Path, Path]) -> None:
        ring, trusted = folders
        introduce_key(ring)
        with pytest.raises(RotationRefused, match="promote it"):
            rotate(ring, trusted=trusted)

    def test_rotations_under_traffic_lose_nothing(self, folders: tuple[Path, Path]) -> None:
        traffic = rotate_under_traffic(*folders, rotations=250)
        assert traffic.refused == []
        assert traffic.sent > 100

    def test_traffic_notices_keys_that_sign_too_early(self, folders: tuple[Path, Path]) -> None:
        traffic = rotate_under_traffic(*folders, rotations=5, turn=rotate_untold)
        assert "UnknownKid" in traffic.refused[0]

    def test_two_writers_do_not_undo_each_other(self, folders: tuple[Path, Path]) -> None:
        ring, trusted = folders
        rotate(ring, trusted=trusted)
        rotate(ring, trusted=trusted)
        kids = [key.kid for key in load_keyring(ring).keys if key.state == "retiring"]
        threads = [
            threading.Thread(target=revoke_key, args=(ring, kid), kwargs={"trusted": trusted})
            for kid in kids
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert states(load_keyring(ring)) == ["revoked", "revoked", "active"]
        assert states(load_keyring(trusted)) == ["revoked", "revoked", "active"]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talent_contracts.keyrings", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


class TestCommand:
    def test_turns_a_key_and_shows_no_secret(self, folders: tuple[Path, Path]) -> None:
        ring, trusted = folders
        kid = run("rotate", ring, "--trusted", trusted).stdout.strip()
        shown = run("show", ring).stdout
        assert f"{kid}  active" in shown
        assert all(key.d and key.d not in shown for key in load_keyring(ring).keys)

    def test_works_step_by_step_for_folders_apart(self, folders: tuple[Path, Path]) -> None:
        ring, trusted = folders
        kid = run("introduce", ring).stdout.strip()
        assert run("follow", trusted, ring).returncode == 0
        assert run("promote", ring).returncode == 0
        fresh = sign(load_keyring(ring))
        assert fresh["x-psp-kid"].split()[0] == kid
        verify(fresh, load_keyring(trusted))

    def test_refuses_with_a_sentence(self, folders: tuple[Path, Path]) -> None:
        ring, _ = folders
        refused = run("promote", ring)
        assert (refused.returncode, refused.stderr) == (
            1,
            "there is no next key: introduce one first\n",
        )
