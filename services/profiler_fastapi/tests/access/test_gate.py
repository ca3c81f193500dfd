"""Who gets in: living tokens of core, and nothing that merely looks like one."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import jwt
import pytest
import pytest_asyncio
from fastapi import FastAPI

from profiler.access.domain import NotValid
from profiler.access.keys import REFRESH_AFTER_S, WAIT_AFTER_S, KeyStore
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.core_stand_in import CoreStandIn
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock
from talent_contracts.keyrings import Keyring, new_key


def b64(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


async def code_of(client: ProfilerClient, token: str) -> tuple[int, str]:
    refused = await client.get("/status", headers={"Authorization": f"Bearer {token}"})
    return refused.status_code, refused.json()["code"]


class TestAdmit:
    @pytest.mark.parametrize(
        "changes",
        [
            {"headers": {"typ": "JWT"}},
            {"headers": {"typ": "psp-ticket+jwt"}},
            {"headers": {"typ": None}},
            {"headers": {"kid": None}},
            {"headers": {"kid": "unknown"}},
            {"headers": {"kid": "../../etc"}},
            {"headers": {"jku": "https://evil.example"}},
            {"headers": {"crit": ["b64"], "b64": False}},
            {"aud": ["core"]},
            {"aud": "profiler"},
            {"aud": []},
            {"iss": "talent-profiler"},
            {"sub": "1"},
            {"sub": None},
            {"sid": None},
            {"jti": None},
            {"ver": None},
            {"ver": "1"},
            {"ver": -1},
            {"roles": None},
            {"roles": ["root"]},
            {"roles": "student"},
            {"exp": None},
            {"iat": None},
            {"iat": 4_000_000_000, "exp": 4_000_000_900},
            {"exp": 1e300},
            {"exp": "9999999999"},
            {"extra": 1},
        ],
        ids=str,
    )
    async def test_is_invalid_when_a_claim_or_header_is_wrong(
        self, learner: Learner, changes: dict[str, Any]
    ) -> None:
        token = learner.keys.access_token(learner.id, **changes)
        assert await code_of(learner.client, token) == (401, "token-invalid")

    async def test_is_expired_when_its_time_is_over(self, learner: Learner) -> None:
        token = learner.keys.access_token(learner.id, iat=1, exp=2)
        assert await code_of(learner.client, token) == (401, "token-expired")

    async def test_is_forbidden_when_the_role_is_another(self, learner: Learner) -> None:
        token = learner.keys.access_token(learner.id, roles=["mentor", "admin"])
        assert await code_of(learner.client, token) == (403, "role-required")

    async def test_a_ticket_key_signs_no_access_token(self, learner: Learner) -> None:
        token = learner.keys.access_token(learner.id, ring=learner.keys.ticket)
        assert await code_of(learner.client, token) == (401, "token-invalid")

    async def test_a_key_of_the_same_name_is_not_enough(self, learner: Learner) -> None:
        real = learner.keys.token.keys[0]
        fake = new_key("token").model_copy(update={"kid": real.kid})
        token = learner.keys.access_token(learner.id, ring=Keyring(keys=[fake]))
        assert await code_of(learner.client, token) == (401, "token-invalid")

    async def test_no_other_algorithm_is_taken(self, learner: Learner) -> None:
        kid = learner.keys.token.keys[0].kid
        head = {"typ": "at+jwt", "kid": kid}
        claims = jwt.decode(learner.client.token or "", options={"verify_signature": False})
        none = f"{b64({**head, 'alg': 'none'})}.{b64(claims)}."
        secret = learner.keys.token.keys[0].x.ljust(64, "0")
        hmac = jwt.encode(claims, secret, algorithm="HS256", headers=head)
        for token in (none, hmac):
            assert await code_of(learner.client, token) == (401, "token-invalid")

    @pytest.mark.parametrize(
        "token",
        [
            "",
            "x",
            "a.b.c",
            "..",
            "é",
            "A" * 5000,
            base64.urlsafe_b64encode(b"[" * 3000).decode() + ".e30.e30",
            b64([]) + ".e30.e30",
            b64({"alg": "EdDSA", "typ": "at+jwt", "kid": {"a": 1}}) + ".e30.e30",
        ],
        ids=lambda token: token[:12],
    )
    async def test_is_invalid_when_it_is_no_token(self, learner: Learner, token: str) -> None:
        header = b"Bearer " + token.encode()
        refused = await learner.client.get("/status", headers={"Authorization": header})
        assert refused.status_code == 401

    async def test_every_single_flipped_character_is_refused(self, learner: Learner) -> None:
        token = learner.client.token or ""
        for position in range(0, len(token), 3):
            other = "A" if token[position] != "A" else "B"
            forged = token[:position] + other + token[position + 1 :]
            status, _ = await code_of(learner.client, forged)
            assert status == 401, position

    async def test_is_invalid_when_the_scheme_is_another(self, learner: Learner) -> None:
        refused = await learner.client.get("/status", headers={"Authorization": "Basic eDp5"})
        assert (refused.status_code, refused.json()["code"]) == (401, "token-invalid")


@pytest_asyncio.fixture(loop_scope="session")
async def own_core() -> AsyncIterator[CoreStandIn]:
    keys = CoreKeys.make()
    stand_in = CoreStandIn(keys.token, keys.ticket)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def store(app: FastAPI, own_core: CoreStandIn, clock: SetClock) -> AsyncIterator[KeyStore]:
    made = KeyStore(app.state.services.database, clock, own_core.url + "/api/v1/auth/jwks")
    yield made
    await made.close()


class TestKeyStore:
    async def test_asks_core_at_most_once_in_5_s_when_kids_are_unknown(
        self, store: KeyStore, own_core: CoreStandIn
    ) -> None:
        for _ in range(20):
            with pytest.raises(NotValid):
                await store.get("token", f"unknown-{uuid4().hex[:8]}")
        assert own_core.jwks_requests == 1

    async def test_finds_a_new_key_when_core_rotated(
        self, store: KeyStore, own_core: CoreStandIn
    ) -> None:
        await store.get("token", own_core.token.keys[0].kid)
        added = new_key("token", state="next")
        own_core.token = Keyring(keys=[*own_core.token.keys, added])
        store._tried_at = float("-inf")
        assert await store.get("token", added.kid) == added.public_key

    async def test_forgets_a_revoked_key_however_long_nobody_asked(
        self, store: KeyStore, own_core: CoreStandIn
    ) -> None:
        kid = own_core.token.keys[0].kid
        await store.get("token", kid)
        own_core.token = Keyring(keys=[new_key("token")])
        store._tried_at -= WAIT_AFTER_S + 1
        with pytest.raises(NotValid):
            await store.get("token", kid)

    async def test_forgets_a_revoked_key_within_seconds_beside_the_requests(
        self, store: KeyStore, own_core: CoreStandIn
    ) -> None:
        kid = own_core.token.keys[0].kid
        await store.get("token", kid)
        own_core.token = Keyring(keys=[new_key("token")])
        store._tried_at -= REFRESH_AFTER_S + 1
        assert await store.get("token", kid) is not None
        assert store._background is not None
        await store._background
        with pytest.raises(NotValid):
            await store.get("token", kid)

    async def test_keeps_the_last_good_keys_when_core_is_away(
        self, app: FastAPI, store: KeyStore, own_core: CoreStandIn, clock: SetClock
    ) -> None:
        kid = own_core.ticket.keys[0].kid
        key = await store.get("ticket", kid)
        own_core.jwks_status = 500
        other = KeyStore(app.state.services.database, clock, "http://127.0.0.1:9/")
        assert await other.get("ticket", kid) == key
        with pytest.raises(NotValid):
            await other.get("ticket", "unknown")
        await other.close()

    @pytest.mark.parametrize("purpose", ["token", "ticket"])
    async def test_a_key_serves_only_its_purpose(
        self, store: KeyStore, own_core: CoreStandIn, purpose: str
    ) -> None:
        other = own_core.ticket if purpose == "token" else own_core.token
        with pytest.raises(NotValid):
            await store.get(purpose, other.keys[0].kid)  # type: ignore[arg-type]  # Parametrised.

    async def test_keeps_what_it_has_when_core_publishes_nonsense(
        self, store: KeyStore, own_core: CoreStandIn
    ) -> None:
        kid = own_core.token.keys[0].kid
        key = await store.get("token", kid)
        own_core.token = Keyring(keys=[])
        own_core.ticket = Keyring(keys=[])
        own_core.jwks_status = 404
        store._tried_at = float("-inf")
        assert await store.get("token", kid) == key
