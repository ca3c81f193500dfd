"""What an access token must be, and the keys that everybody may read."""

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from core.people.accounts import tokens as access_tokens
from core.platform.common.ids import new_id
from talent_contracts import tokens
from talent_contracts.keyrings import KeyringFile
from tests.clients.core_client import CoreClient, Student


class TestAccessToken:
    def claims(self, student: Student, client: CoreClient) -> dict[str, object]:
        assert client.token is not None
        return jwt.decode(client.token, options={"verify_signature": False}) | {}

    @pytest.mark.parametrize(
        "change",
        [
            {"exp": 1},
            {"aud": ["profiler"]},
            {"iss": "somebody"},
            {"ver": 0},
            {"sid": str(new_id())},
            {"sub": str(new_id())},
            {"sub": None},
            {"jti": None},
            {"exp": None},
        ],
    )
    def test_is_refused_when_a_claim_is_off(
        self, core: CoreClient, student: Student, change: dict[str, object]
    ) -> None:
        claims = self.claims(student, core.log_in(student.email, student.password)) | change
        key = access_tokens.token_keys().get().signing_keys()[0]
        forged = jwt.encode(
            {k: v for k, v in claims.items() if v is not None},
            key.private,
            "EdDSA",
            headers={"kid": key.kid, "typ": tokens.ACCESS_TYP},
        )
        assert CoreClient(core.http, forged).get("/auth/me").status_code == 401

    def test_is_refused_with_another_type_key_or_algorithm(
        self, core: CoreClient, student: Student
    ) -> None:
        claims = self.claims(student, core.log_in(student.email, student.password))
        key = access_tokens.token_keys().get().signing_keys()[0]
        ticket = access_tokens.ticket_keys().get().signing_keys()[0]
        stranger = Ed25519PrivateKey.generate()
        typ = {"typ": tokens.ACCESS_TYP}
        forgeries = [
            jwt.encode(claims, key.private, "EdDSA", headers={"kid": key.kid, "typ": "JWT"}),
            jwt.encode(claims, stranger, "EdDSA", headers={"kid": key.kid, **typ}),
            jwt.encode(claims, ticket.private, "EdDSA", headers={"kid": ticket.kid, **typ}),
            jwt.encode(claims, key.private, "EdDSA", headers={"kid": "unknown", **typ}),
            jwt.encode(claims, "s" * 32, "HS256", headers={"kid": key.kid, **typ}),
            jwt.encode(claims, "", "none", headers={"kid": key.kid, **typ}),
            "a.b.c",
        ]
        for forged in forgeries:
            assert CoreClient(core.http, forged).get("/auth/me").status_code == 401

    def test_stops_counting_when_the_account_is_deactivated(
        self, core: CoreClient, admin: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        admin.post(f"/admin/students/{student.id}/deactivate", {"reason": "left"})
        assert client.get("/auth/me").status_code == 401
        admin.post(f"/admin/students/{student.id}/activate")
        assert client.get("/auth/me").status_code == 401
        assert core.log_in(student.email, student.password).me()


class TestJwks:
    def test_publishes_public_halves_with_their_purpose(self, core: CoreClient) -> None:
        keys = core.get("/auth/jwks").json()["keys"]
        assert {key["purpose"] for key in keys} == {"token", "ticket"}
        assert all(set(key) == {"kty", "crv", "kid", "x", "use", "alg", "purpose"} for key in keys)

    def test_never_publishes_a_private_half(self, core: CoreClient) -> None:
        private = (settings.ENV.core_keys_dir / "token.json").read_text()
        secret = KeyringFile(settings.ENV.core_keys_dir / "token.json").get().keys[0].d
        assert secret is not None
        assert secret in private
        assert secret not in core.get("/auth/jwks").text
