"""Claims are closed: what is not written there is not a token of ours."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from talent_contracts.tokens import AccessClaims, TicketClaims

TICKET: dict[str, Any] = {
    "iss": "talent-core",
    "aud": "profiler",
    "sub": str(uuid4()),
    "jti": str(uuid4()),
    "iat": 1,
    "exp": 2,
    "epoch": 1,
}
ACCESS: dict[str, Any] = {
    **{name: value for name, value in TICKET.items() if name != "epoch"},
    "aud": ["core", "profiler"],
    "sid": str(uuid4()),
    "ver": 0,
    "roles": ["student"],
}


class TestClaims:
    def test_payload_reads_back_when_written(self) -> None:
        assert TicketClaims.read(TICKET).payload() == TICKET
        assert AccessClaims.read(ACCESS).payload() == ACCESS

    @pytest.mark.parametrize("name", sorted(ACCESS))
    def test_access_is_refused_when_a_claim_is_missing(self, name: str) -> None:
        with pytest.raises(ValidationError):
            AccessClaims.read({key: value for key, value in ACCESS.items() if key != name})

    @pytest.mark.parametrize("name", sorted(TICKET))
    def test_ticket_is_refused_when_a_claim_is_missing(self, name: str) -> None:
        with pytest.raises(ValidationError):
            TicketClaims.read({key: value for key, value in TICKET.items() if key != name})

    @pytest.mark.parametrize(
        "change",
        [{"epoch": 0}, {"epoch": "1"}, {"epoch": True}, {"exp": 1.5}, {"aud": "core"}, {"x": 1}],
        ids=str,
    )
    def test_ticket_is_refused_when_a_claim_is_wrong(self, change: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            TicketClaims.read({**TICKET, **change})
