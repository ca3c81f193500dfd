from collections.abc import Mapping
from uuid import UUID

import pytest

from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.ids import new_id
from core.platform.inbox import steps
from core.platform.inbox.errors import EventIdReused
from core.platform.inbox.steps import Arrival, Receipt
from core_testing.profiled import id_of
from core_testing.queries import count_queries
from tests.clients.core_client import CoreClient

SOURCE = "test"


@pytest.fixture
def owner(learner: CoreClient) -> UUID:
    return id_of(learner)


def arrive(owner: UUID, *, digest: str = "a", event_id: str | None = None) -> Arrival:
    return Arrival(event_id or f"evt_{new_id()}", owner, digest, f"outcome {digest}")


@use_case()
def receive_many(*, actor: Actor, arrivals: list[Arrival]) -> Mapping[str, Receipt | EventIdReused]:
    return steps.receive_many(source=SOURCE, arrivals=arrivals)


@use_case()
def receive_new(*, actor: Actor, arrivals: list[Arrival]) -> set[str]:
    return steps.receive_new(source=SOURCE, arrivals=arrivals)


@use_case()
def receive(*, actor: Actor, arrival: Arrival) -> str | None:
    return steps.receive(
        source=SOURCE,
        event_id=arrival.event_id,
        learner_id=arrival.learner_id,
        digest=arrival.digest,
        outcome=arrival.outcome,
    )


class TestReceiveMany:
    def test_tells_new_from_repeated_from_reused(self, owner: UUID) -> None:
        actor = Actor.learner(owner)
        seen, taken, new = (arrive(owner) for _ in range(3))
        receive_many(actor=actor, arrivals=[seen, taken])
        reused = arrive(owner, digest="b", event_id=taken.event_id)
        receipts = receive_many(actor=actor, arrivals=[new, reused, seen])
        assert receipts[new.event_id] == Receipt(new.outcome, is_repeat=False)
        assert receipts[seen.event_id] == Receipt(seen.outcome, is_repeat=True)
        assert isinstance(receipts[reused.event_id], EventIdReused)

    def test_costs_as_many_statements_for_fifty_as_for_two(self, owner: UUID) -> None:
        costs = []
        for count in (2, 50):
            arrivals = [arrive(owner) for _ in range(count)]
            with count_queries() as statements:
                receive_many(actor=Actor.learner(owner), arrivals=arrivals)
                receive_many(actor=Actor.learner(owner), arrivals=arrivals)
            costs.append(len(statements))
        assert costs[0] == costs[1]


class TestReceiveNew:
    def test_gives_those_never_seen(self, owner: UUID) -> None:
        seen, new = arrive(owner), arrive(owner)
        receive_new(actor=Actor.learner(owner), arrivals=[seen])
        found = receive_new(actor=Actor.learner(owner), arrivals=[seen, new])
        assert found == {new.event_id}

    def test_writes_nothing_when_an_id_is_reused(self, owner: UUID) -> None:
        taken, new = arrive(owner), arrive(owner)
        actor = Actor.learner(owner)
        receive_new(actor=actor, arrivals=[taken])
        reused = arrive(owner, digest="b", event_id=taken.event_id)
        with pytest.raises(EventIdReused):
            receive_new(actor=actor, arrivals=[new, reused])
        assert receive_new(actor=actor, arrivals=[new]) == {new.event_id}


class TestReceive:
    def test_gives_nothing_for_a_new_event_and_the_outcome_for_a_repeat(self, owner: UUID) -> None:
        arrival = arrive(owner)
        assert receive(actor=Actor.learner(owner), arrival=arrival) is None
        assert receive(actor=Actor.learner(owner), arrival=arrival) == "outcome a"

    def test_refuses_a_reused_id(self, owner: UUID) -> None:
        arrival = arrive(owner)
        receive(actor=Actor.learner(owner), arrival=arrival)
        with pytest.raises(EventIdReused):
            receive(
                actor=Actor.learner(owner),
                arrival=arrive(owner, digest="b", event_id=arrival.event_id),
            )
