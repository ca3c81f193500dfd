"""Keys that turn while events are signed and verified without a pause."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from talent_contracts import rotation, signing
from talent_contracts.keyring_command import (
    change_keyring,
    follow_owner,
    introduce_key,
    revoke_key,
    rotate,
)
from talent_contracts.keyrings import Keyring, KeyringFile, load_keyring

_BODY = b'{"schema": 1}'
_EVENT_ID = "evt_01890a5d-ac96-774b-bcce-b302099a8011"


@dataclass
class Traffic:
    """How many events were sent, and why some of them were refused."""

    sent: int = 0
    refused: list[str] = field(default_factory=list)


def sign(ring: Keyring) -> dict[str, str]:
    """The headers of one event, signed with the keys of the ring."""
    return signing.sign(
        method="POST",
        path="/p",
        audience="a",
        event_id=_EVENT_ID,
        timestamp=1000,
        body=_BODY,
        keys=ring.signing_keys(),
    )


def verify(headers: dict[str, str], registry: Keyring | KeyringFile) -> None:
    """Raises signing.Refused."""
    signing.verify(
        method="POST",
        raw_path="/p",
        audience="a",
        headers=headers,
        body=_BODY,
        registry=registry,
        now=1000.0,
    )


def rotate_with_trust(ring: Path, trusted: Path) -> None:
    """As the command does: the other side knows the key before it signs."""
    rotate(ring, trusted=trusted)


def rotate_untold(ring: Path, trusted: Path) -> None:
    """A planted bug: two keys sign before the other side hears of them."""
    for _ in range(2):
        introduce_key(ring)
        change_keyring(ring, rotation.promote)
    time.sleep(0.02)
    follow_owner(trusted, ring)


def rotate_under_traffic(
    ring: Path,
    trusted: Path,
    *,
    rotations: int,
    turn: Callable[[Path, Path], None] = rotate_with_trust,
) -> Traffic:
    """Turn the key that often; older keys are revoked as soon as nothing they signed is under way."""
    owner, registry = KeyringFile(ring), KeyringFile(trusted)
    done, traffic = threading.Event(), Traffic()

    def send() -> None:
        while not done.is_set():
            try:
                verify(sign(owner.get()), registry)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding.
                traffic.refused.append(repr(error))
            traffic.sent += 1
            time.sleep(0.001)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        for _ in range(rotations):
            turn(ring, trusted)
            stale = [key.kid for key in load_keyring(ring).keys if key.state == "retiring"]
            # What was signed before is verified by now: nobody revokes a key in use.
            before = traffic.sent
            while traffic.sent < before + 2:
                time.sleep(0.0005)
            for kid in stale[:-2]:
                revoke_key(ring, kid, trusted=trusted)
            _forget_revoked(ring)
            _forget_revoked(trusted)
    finally:
        done.set()
        sender.join()
    return traffic


def _forget_revoked(path: Path) -> None:
    """Keeps the files of many rotations small; an operator has no need to."""
    change_keyring(
        path, lambda ring: Keyring(keys=[key for key in ring.keys if key.state != "revoked"])
    )
