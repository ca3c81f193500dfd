"""PSP/1 against its known answers, and against one flipped bit at a time."""

import base64
import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.contracts.vectors import generate
from talent_contracts.signing import (
    Refused,
    SigningKey,
    Unsignable,
    Verified,
    VerifyingKey,
    sign,
    verify,
)

DOCUMENT: dict[str, Any] = json.loads(generate.FILE.read_text(encoding="utf-8"))
GOOD: list[dict[str, Any]] = DOCUMENT["good"]
BAD: list[dict[str, Any]] = DOCUMENT["bad"]
BASE = GOOD[0]
HEADERS = sorted(BASE["headers"])


class KnownKeys:
    """The registry of the vectors' receiver."""

    def __init__(self, keys: list[dict[str, str]], *, alg: str = "EdDSA") -> None:
        self._keys = {
            key["kid"]: VerifyingKey(
                key["kid"], alg, Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["x"]))
            )
            for key in keys
            if key["state"] != "revoked"
        }

    def find(self, kid: str) -> VerifyingKey | None:
        return self._keys.get(kid)


REGISTRY = KnownKeys(DOCUMENT["keys"])


def check(vector: Mapping[str, Any], *, body: bytes | None = None) -> Verified:
    return verify(
        method=vector["method"],
        raw_path=vector["raw_path"],
        audience=vector["audience"],
        headers=vector["headers"],
        body=base64.b64decode(vector["body"]) * vector["times"] if body is None else body,
        registry=REGISTRY,
        now=vector["now"],
    )


class TestVectors:
    def test_file_is_what_the_generator_writes_when_run_again(self) -> None:
        assert generate.FILE.read_text(encoding="utf-8") == generate.render()

    def test_names_and_counts_hold_when_read(self) -> None:
        names = [vector["name"] for vector in GOOD + BAD]
        assert len(set(names)) == len(names)
        assert len(GOOD) >= 10
        assert len(BAD) >= 40

    @pytest.mark.parametrize("vector", GOOD, ids=lambda vector: vector["name"])
    def test_is_accepted_when_good(self, vector: dict[str, Any]) -> None:
        verified = check(vector)
        lowered = {name.lower(): value for name, value in vector["headers"].items()}
        assert verified.event_id == lowered["webhook-id"]
        assert verified.kid in lowered["x-psp-kid"].split(" ")
        assert str(verified.timestamp) == lowered["webhook-timestamp"]

    @pytest.mark.parametrize("vector", BAD, ids=lambda vector: vector["name"])
    def test_is_refused_for_its_reason_when_bad(self, vector: dict[str, Any]) -> None:
        with pytest.raises(Refused) as refused:
            check(vector)
        assert (refused.value.reason, refused.value.status) == (vector["reason"], vector["status"])


class TestVerify:
    @pytest.mark.parametrize("name", HEADERS)
    def test_refuses_when_any_bit_of_a_header_flips(self, name: str) -> None:
        value = BASE["headers"][name].encode("ascii")
        for position in range(len(value) * 8):
            flipped = bytearray(value)
            flipped[position // 8] ^= 1 << position % 8
            with pytest.raises(Refused):
                check(generate.changed(BASE, headers={name: flipped.decode("latin-1")}))

    def test_refuses_when_any_bit_of_the_body_flips(self) -> None:
        body = base64.b64decode(BASE["body"])
        for position in range(len(body) * 8):
            flipped = bytearray(body)
            flipped[position // 8] ^= 1 << position % 8
            with pytest.raises(Refused):
                check(BASE, body=bytes(flipped))

    def test_refuses_when_bits_of_a_large_body_flip(self) -> None:
        largest = next(vector for vector in GOOD if vector["name"] == "largest body")
        body = base64.b64decode(largest["body"]) * largest["times"]
        for position in random.Random(1).sample(range(len(body) * 8), 200):
            flipped = bytearray(body)
            flipped[position // 8] ^= 1 << position % 8
            with pytest.raises(Refused):
                check(largest, body=bytes(flipped))

    def test_refuses_when_the_key_record_names_another_algorithm(self) -> None:
        registry = KnownKeys(DOCUMENT["keys"], alg="ES256")
        with pytest.raises(Refused) as refused:
            verify(
                method=BASE["method"],
                raw_path=BASE["raw_path"],
                audience=BASE["audience"],
                headers=BASE["headers"],
                body=base64.b64decode(BASE["body"]),
                registry=registry,
                now=BASE["now"],
            )
        assert refused.value.reason == "bad-signature"

    def test_refuses_when_a_header_stands_in_two_spellings(self) -> None:
        twice = {"Webhook-Id": BASE["headers"]["webhook-id"]}
        with pytest.raises(Refused, check=lambda refused: refused.status == 400):
            check(generate.changed(BASE, headers=twice))


class TestSign:
    @pytest.mark.parametrize(
        "changes",
        [
            {"path": "/api/v1/x/"},
            {"path": "/a b"},
            {"path": "/a?b=1"},
            {"path": "relative"},
            {"method": "post"},
            {"audience": "a\nb"},
            {"audience": ""},
            {"event_id": "evt_1"},
            {"timestamp": -1},
            {"keys": []},
            {"keys": ["sync-a", "sync-a"]},
            {"keys": ["sync-a", "sync-b", "sync-c"]},
            {"keys": ["Sync"]},
        ],
        ids=str,
    )
    def test_raises_when_a_field_must_not_be_signed(self, changes: dict[str, Any]) -> None:
        kids = changes.pop("keys", ["sync-a"])
        request = {
            "method": "POST",
            "path": generate.PATH,
            "audience": generate.AUDIENCE,
            "event_id": generate.EVENT_ID,
            "timestamp": generate.NOW,
            "body": b"",
        }
        keys = [SigningKey(kid, generate.private_key(kid)) for kid in kids]
        with pytest.raises(Unsignable):
            sign(**{**request, **changes}, keys=keys)
