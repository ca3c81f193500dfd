"""The protocol written a second time, from the words of the spec alone, run over the vectors."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as Key

DOCUMENT = json.loads((Path(__file__).parents[1] / "vectors/psp1.json").read_text("utf-8"))


def accepts(keys: list[dict], v: dict) -> bool:  # type: ignore[type-arg]  # A reader of plain JSON.
    body, head = base64.b64decode(v["body"]) * v["times"], {}
    for name, value in v["headers"].items():
        head[name.lower()] = value
    uuid7 = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    for name, pattern in {
        "webhook-id": rf"evt_{uuid7}",
        "webhook-timestamp": r"0|[1-9][0-9]{0,11}",
        "x-psp-kid": r"[a-z0-9-]{1,40}( [a-z0-9-]{1,40})?",
        "webhook-signature": r"v1a,[A-Za-z0-9+/]{86}==( v1a,[A-Za-z0-9+/]{86}==)?",
    }.items():
        if not re.fullmatch(pattern, head.get(name, ""), re.ASCII):
            return False
    kids, signatures = head["x-psp-kid"].split(" "), head["webhook-signature"].split(" ")
    path, sha = v["raw_path"].split("?")[0].removesuffix("/"), hashlib.sha256(body)
    digest = f"sha-256=:{base64.b64encode(sha.digest()).decode()}:"
    fits = len(kids) == len(set(kids)) == len(signatures) and head.get("content-digest") == digest
    if len(body) > 65536 or not fits or abs(int(head["webhook-timestamp"]) - v["now"]) > 300:
        return False
    usable = {k["kid"]: bytes.fromhex(k["x"]) for k in keys if k["state"] != "revoked"}
    for kid, text in zip(kids, signatures, strict=True):
        lines = ["PSP1", v["method"], path, v["audience"], kid, head["webhook-id"]]
        signed = "\n".join([*lines, head["webhook-timestamp"], sha.hexdigest()]).encode()
        try:
            raw = base64.b64decode(text[4:])
            Key.from_public_bytes(usable[kid]).verify(raw, signed)
            return bool(base64.b64encode(raw).decode() == text[4:])
        except (KeyError, InvalidSignature):
            continue
    return False


class TestIndependentReader:
    @pytest.mark.parametrize("vector", DOCUMENT["good"], ids=lambda vector: vector["name"])
    def test_accepts_when_good(self, vector: dict[str, object]) -> None:
        assert accepts(DOCUMENT["keys"], vector)

    @pytest.mark.parametrize("vector", DOCUMENT["bad"], ids=lambda vector: vector["name"])
    def test_refuses_when_bad(self, vector: dict[str, object]) -> None:
        assert not accepts(DOCUMENT["keys"], vector)
