"""Who consumes which event; filled once, by the rooms' AppConfig.ready."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from talent_contracts.events import Event


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a consumer is handed."""

    event_id: UUID
    type: str
    payload: Mapping[str, Any]
    ordering_key: UUID


Consume = Callable[[Sequence[Delivered]], None]
"""Takes events of different ordering keys in one use case: their deliveries end in its transaction,
so that effect and ending commit or vanish together. What it raises fails all of them.
"""


@dataclass(frozen=True, slots=True)
class Consumer:
    """An in-process consumer, or with ``consume`` None one reached by the signed sync."""

    name: str
    event_type: str
    consume: Consume | None
    takes_groups: bool


_consumers: dict[tuple[str, str], Consumer] = {}


def register(
    name: str, event: type[Event], consume: Consume | None, *, takes_groups: bool = False
) -> None:
    """Let ``name`` receive every later event of that type, each once.

    One that takes groups does so for all its types, and works on the database alone: it is handed
    many events at once, before the consumers of the same events that registered after it. Any
    other gets a single event at a time and may be slow.
    """
    _consumers[name, event.TYPE] = Consumer(name, event.TYPE, consume, takes_groups)


def consumers_of(event_type: str) -> list[Consumer]:
    """The consumers of one type, in name order."""
    return [c for (_, kind), c in sorted(_consumers.items()) if kind == event_type]


def list_remote() -> list[str]:
    """The names of consumers that are reached by the signed sync."""
    return sorted({consumer.name for consumer in _consumers.values() if consumer.consume is None})


def list_single() -> list[str]:
    """The names of consumers that take one event at a time: the remote and the slow."""
    return sorted({one.name for one in _consumers.values() if not one.takes_groups})


def list_names() -> list[str]:
    """The names of all consumers in the order of registration."""
    return list(dict.fromkeys(consumer.name for consumer in _consumers.values()))


def find_consumer(name: str, event_type: str) -> Consumer | None:
    """The consumer of a delivery; None after its room was removed."""
    return _consumers.get((name, event_type))
