# ruff: noqa: INP001 - a script beside its data, no package.
"""Writes psp1.json: requests that must be accepted or refused, with keys derived from fixed words.

``python shared/contracts/vectors/generate.py [--check]``. A receiver in any language can read the
file: ``body`` is base64 and stands ``times`` times, ``now`` is the receiver's clock.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from talent_contracts.signing import SigningKey, sign

FILE = Path(__file__).with_name("psp1.json")
NOW = 1_780_000_000
AUDIENCE = "talent-core:test"
PATH = "/api/v1/profiler/sync-fastapi"
EVENT_ID = "evt_01890a5d-ac96-774b-bcce-b302099a8057"
BODY = b'{"type":"profiling.completed","schema":1}'
LONG_KID = "k" * 40
STATES = {
    "sync-a": "active",
    "sync-b": "retiring",
    "sync-c": "next",
    "sync-r": "revoked",
    LONG_KID: "active",
}

Vector = dict[str, Any]


def private_key(kid: str) -> Ed25519PrivateKey:
    """The key of a kid, for ever the same."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"psp1 {kid}".encode()).digest())


def request(
    *kids: str,
    body: bytes = BODY,
    times: int = 1,
    path: str = PATH,
    audience: str = AUDIENCE,
    timestamp: int = NOW,
    event_id: str = EVENT_ID,
    method: str = "POST",
) -> Vector:
    """A correctly signed request."""
    headers = sign(
        method=method,
        path=path,
        audience=audience,
        event_id=event_id,
        timestamp=timestamp,
        body=body * times,
        keys=[SigningKey(kid, private_key(kid)) for kid in kids],
    )
    return {
        "method": method,
        "raw_path": path,
        "audience": audience,
        "headers": headers,
        "body": base64.b64encode(body).decode(),
        "times": times,
        "now": NOW,
    }


def changed(vector: Vector, **changes: Any) -> Vector:
    """The vector as a receiver sees it after somebody changed it; None drops a header."""
    headers = {**vector["headers"], **changes.pop("headers", {})}
    kept = {name: value for name, value in headers.items() if value is not None}
    return {**vector, "headers": kept, **changes}


def good() -> Iterator[tuple[str, Vector]]:
    """Requests that every receiver accepts."""
    one = request("sync-a")
    two = request("sync-a", "sync-b")
    signatures = two["headers"]["webhook-signature"].split(" ")
    broken = _flip(signatures[0], 10)
    yield "one active key", one
    yield "one next key", request("sync-c")
    yield "one retiring key", request("sync-b")
    yield "rotation: both keys known", two
    yield "rotation: the first key is unknown", request("unknown", "sync-b")
    yield "rotation: the second key is unknown", request("sync-a", "unknown")
    yield "rotation: the first key is revoked", request("sync-r", "sync-a")
    yield (
        "rotation: only the second signature holds",
        changed(two, headers={"webhook-signature": f"{broken} {signatures[1]}"}),
    )
    yield "body in many scripts", request("sync-a", body='{"why":"Ürün - 試験 - 😀"}'.encode())
    yield "body that is not text", request("sync-a", body=bytes(range(256)))
    yield "empty body", request("sync-a", body=b"")
    yield "largest body", request("sync-a", body=b"a", times=65_536)
    yield "longest kid", request(LONG_KID)
    yield "received with a trailing slash", changed(one, raw_path=PATH + "/")
    yield "received with a query", changed(one, raw_path=PATH + "?x=1")
    yield "oldest timestamp", request("sync-a", timestamp=NOW - 300)
    yield "newest timestamp", request("sync-a", timestamp=NOW + 300)
    yield (
        "core to profiler",
        request("sync-a", path="/api/v1/profiling/inbox", audience="talent-profiler:test"),
    )
    yield "header names in capitals", _renamed(one, str.upper)
    yield "unrelated headers", changed(one, headers={"x-forwarded-for": "::1, ::2"})


def bad() -> Iterator[tuple[str, int, str, Vector]]:
    """Requests that every receiver refuses: name, status, reason, vector."""
    one, two = request("sync-a"), request("sync-a", "sync-b")
    signature = one["headers"]["webhook-signature"]
    digest = one["headers"]["content-digest"]
    yield (
        "body one byte too large",
        413,
        "body-too-large",
        request("sync-a", body=b"a", times=65_537),
    )
    yield (
        "size comes before grammar",
        413,
        "body-too-large",
        changed(request("sync-a", body=b"a", times=65_537), headers={"webhook-id": None}),
    )
    for name in one["headers"]:
        yield f"no {name}", 400, "malformed-headers", changed(one, headers={name: None})
        yield f"empty {name}", 400, "malformed-headers", changed(one, headers={name: ""})
        doubled = f"{one['headers'][name]}, {one['headers'][name]}"
        yield f"doubled {name}", 400, "malformed-headers", changed(one, headers={name: doubled})
    for name, header, value in (
        ("event id without prefix", "webhook-id", EVENT_ID[4:]),
        ("event id of version 4", "webhook-id", EVENT_ID.replace("-774b-", "-474b-")),
        ("event id in capitals", "webhook-id", "evt_" + EVENT_ID[4:].upper()),
        ("event id with a line feed", "webhook-id", EVENT_ID + "\n"),
        ("negative timestamp", "webhook-timestamp", f"-{NOW}"),
        ("timestamp with a fraction", "webhook-timestamp", f"{NOW}.0"),
        ("timestamp with a leading zero", "webhook-timestamp", f"0{NOW}"),
        ("timestamp in other digits", "webhook-timestamp", "١٧٨"),
        ("timestamp beyond any clock", "webhook-timestamp", "9" * 30),
        ("kid in capitals", "x-psp-kid", "SYNC-A"),
        ("kid of 41 characters", "x-psp-kid", "k" * 41),
        ("kid with a line feed", "x-psp-kid", "sync-a\n"),
        ("two spaces between kids", "x-psp-kid", "sync-a  sync-b"),
        ("three kids", "x-psp-kid", "sync-a sync-b sync-c"),
        ("more kids than signatures", "x-psp-kid", "sync-a sync-b"),
        ("more signatures than kids", "webhook-signature", f"{signature} {signature}"),
        ("another signature scheme", "webhook-signature", signature.replace("v1a", "v1")),
        ("short signature", "webhook-signature", signature[:-8] + "=="),
        ("signature in base64url", "webhook-signature", "v1a," + "_" * 86 + "=="),
        ("another digest algorithm", "content-digest", digest.replace("256", "512")),
        ("digest without colons", "content-digest", digest.replace(":", "")),
    ):
        yield name, 400, "malformed-headers", changed(one, headers={header: value})
    yield (
        "the same kid twice",
        400,
        "malformed-headers",
        changed(
            one,
            headers={"x-psp-kid": "sync-a sync-a", "webhook-signature": f"{signature} {signature}"},
        ),
    )
    yield "percent sign in the path", 400, "malformed-headers", changed(one, raw_path=PATH + "%2f")
    yield "path without a leading slash", 400, "malformed-headers", changed(one, raw_path=PATH[1:])
    yield "unknown kid", 403, "unknown-kid", request("unknown")
    yield "two unknown kids", 403, "unknown-kid", request("unknown", "other")
    yield "revoked kid", 403, "unknown-kid", request("sync-r")
    yield "kid comes before the clock", 403, "unknown-kid", request("unknown", timestamp=NOW - 999)
    yield "another body", 401, "bad-signature", changed(one, body=base64.b64encode(b"{}").decode())
    yield "another method", 401, "bad-signature", changed(one, method="PUT")
    yield "another path", 401, "bad-signature", changed(one, raw_path=PATH + "x")
    yield "two trailing slashes", 401, "bad-signature", changed(one, raw_path=PATH + "//")
    yield "another audience", 401, "bad-signature", changed(one, audience="talent-core:prod")
    yield (
        "another event id",
        401,
        "bad-signature",
        changed(one, headers={"webhook-id": EVENT_ID[:-1] + "8"}),
    )
    yield (
        "another timestamp",
        401,
        "bad-signature",
        changed(one, headers={"webhook-timestamp": str(NOW + 1)}),
    )
    yield (
        "signed under another kid",
        401,
        "bad-signature",
        changed(one, headers={"x-psp-kid": "sync-b"}),
    )
    yield (
        "flipped signature",
        401,
        "bad-signature",
        changed(one, headers={"webhook-signature": _flip(signature, 9)}),
    )
    yield (
        "spare bits of base64 set",
        401,
        "bad-signature",
        changed(one, headers={"webhook-signature": _set_spare_bits(signature)}),
    )
    yield (
        "signatures in the wrong order",
        401,
        "bad-signature",
        changed(
            two,
            headers={
                "webhook-signature": " ".join(
                    reversed(two["headers"]["webhook-signature"].split(" "))
                )
            },
        ),
    )
    yield (
        "signature comes before the clock",
        401,
        "bad-signature",
        changed(request("sync-a", timestamp=NOW - 999), method="PUT"),
    )
    yield "301 seconds old", 401, "clock-skew", request("sync-a", timestamp=NOW - 301)
    yield "301 seconds ahead", 401, "clock-skew", request("sync-a", timestamp=NOW + 301)
    yield "timestamp zero", 401, "clock-skew", request("sync-a", timestamp=0)
    other = base64.b64encode(hashlib.sha256(b"{}").digest()).decode()
    yield (
        "digest of another body",
        400,
        "digest-mismatch",
        changed(one, headers={"content-digest": f"sha-256=:{other}:"}),
    )
    yield (
        "the clock comes before the digest",
        401,
        "clock-skew",
        changed(
            request("sync-a", timestamp=NOW - 301),
            headers={"content-digest": f"sha-256=:{other}:"},
        ),
    )


def _flip(text: str, position: int) -> str:
    other = "A" if text[position] != "A" else "B"
    return text[:position] + other + text[position + 1 :]


def _set_spare_bits(signature: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return signature[:-3] + alphabet[alphabet.index(signature[-3]) ^ 1] + "=="


def _renamed(vector: Vector, spell: Any) -> Vector:
    return {**vector, "headers": {spell(name): text for name, text in vector["headers"].items()}}


def render() -> str:
    """The file's text."""
    keys = [
        {
            "kid": kid,
            "state": state,
            "d": private_key(kid).private_bytes_raw().hex(),
            "x": private_key(kid).public_key().public_bytes_raw().hex(),
        }
        for kid, state in STATES.items()
    ]
    document = {
        "spec": "psp/1",
        "keys": keys,
        "good": [{"name": name, **vector} for name, vector in good()],
        "bad": [
            {"name": name, "status": status, "reason": reason, **vector}
            for name, status, reason, vector in bad()
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        FILE.write_text(render(), encoding="utf-8")
        return 0
    return int(FILE.read_text(encoding="utf-8") != render())


if __name__ == "__main__":
    sys.exit(main())
