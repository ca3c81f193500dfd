"""A remembered token is no more than a verified one: whatever may end it, ends it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from profiler.access.domain import KeyTable
from profiler.access.errors import (
    RoleRequired,
    TokenExpired,
    TokenInvalid,
    TokenRevoked,
    Unauthenticated,
)
from profiler.access.keys import KeyStore
from profiler.access.revocations import RevocationList, revoke_access
from profiler.dependencies import Services
from profiler.hot.tokens import RememberingGate
from services.profiler_fastapi.tests.hot.conftest import Framework
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock


@pytest.fixture
def services(framework: Framework) -> Services:
    return framework.services


@pytest.fixture
def revocations(services: Services) -> RevocationList:
    return RevocationList(services.database, services.clock)


@pytest.fixture
def gate(services: Services, revocations: RevocationList) -> RememberingGate:
    return RememberingGate(services.keys, revocations, services.clock, remembered=3)


class TestAdmit:
    async def test_remembers_a_good_token_and_says_the_same(
        self, gate: RememberingGate, core_keys: CoreKeys
    ) -> None:
        header = f"Bearer {core_keys.access_token(uuid4())}"
        first = await gate.admit(header)
        assert list(gate._known) == [header]
        assert await gate.admit(header) is first

    async def test_refuses_when_it_has_run_out(
        self, gate: RememberingGate, core_keys: CoreKeys, clock: SetClock
    ) -> None:
        header = f"Bearer {core_keys.access_token(uuid4())}"
        await gate.admit(header)
        clock.shift = timedelta(minutes=16)
        try:
            with pytest.raises(TokenExpired):
                await gate.admit(header)
        finally:
            clock.shift = timedelta()
        assert gate._known == {}

    @pytest.mark.parametrize("by", ["sid", "version"])
    async def test_refuses_when_it_was_revoked_as_soon_as_the_list_is_read_again(
        self,
        gate: RememberingGate,
        revocations: RevocationList,
        services: Services,
        core_keys: CoreKeys,
        by: str,
    ) -> None:
        learner, sid = uuid4(), uuid4()
        header = f"Bearer {core_keys.access_token(learner, sid=str(sid))}"
        await gate.admit(header)
        ends: dict[str, Any] = (
            {"sid": sid, "min_ver": 0} if by == "sid" else {"sid": None, "min_ver": 2}
        )
        async with services.database.begin() as session:
            await revoke_access(session, sub=learner, clock=services.clock, **ends)
        revocations._read_at = float("-inf")
        with pytest.raises(TokenRevoked):
            await gate.admit(header)

    async def test_refuses_when_core_no_longer_publishes_its_key(
        self, revocations: RevocationList, services: Services, core_keys: CoreKeys
    ) -> None:
        keys = KeyStore(services.database, services.clock, "http://127.0.0.1:9/jwks")
        published: KeyTable = dict(services.keys._keys)
        assert published
        keys._keys, keys._tried_at = published, float("inf")
        gate = RememberingGate(keys, revocations, services.clock)
        header = f"Bearer {core_keys.access_token(uuid4())}"
        await gate.admit(header)
        other: KeyTable = {name: CoreKeys.make().token.keys[0].public_key for name in published}
        none: KeyTable = {name: key for name, key in published.items() if name[0] == "ticket"}
        for changed in (other, none):
            keys._keys = published
            await gate.admit(header)
            keys._keys = changed
            with pytest.raises(TokenInvalid):
                await gate.admit(header)
        await keys.close()

    @pytest.mark.parametrize(
        ("header", "refusal"),
        [(None, Unauthenticated), ("", Unauthenticated), ("Bearer x", TokenInvalid)],
    )
    async def test_remembers_nothing_that_was_refused(
        self, gate: RememberingGate, header: str | None, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            await gate.admit(header)
        assert gate._known == {}

    async def test_forgets_the_oldest_when_it_holds_enough(
        self, gate: RememberingGate, core_keys: CoreKeys
    ) -> None:
        headers = [f"Bearer {core_keys.access_token(uuid4())}" for _ in range(5)]
        for header in headers:
            await gate.admit(header)
        assert list(gate._known) == headers[2:]

    async def test_a_remembered_token_still_needs_the_role(
        self, gate: RememberingGate, core_keys: CoreKeys
    ) -> None:
        header = f"Bearer {core_keys.access_token(uuid4(), roles=['mentor'])}"
        for _ in range(2):
            with pytest.raises(RoleRequired):
                await gate.admit_learner(header)
