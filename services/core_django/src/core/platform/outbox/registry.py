"""Who consumes which event; filled once, by the rooms' AppConfig.ready."""

from collections.abc import Callable, Mapping
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


Consume = Callable[[Delivered], None]


@dataclass(frozen=True, slots=True)
class Consumer:
    """An in-process consumer, or with ``consume`` None one reached by the signed sync."""

    name: str
    event_type: str
    consume: Consume | None


_consumers: dict[tuple[str, str], Consumer] = {}


def register(name: str, event: type[Event], consume: Consume | None) -> None:
    """Let ``name`` receive every later event of that type; each once, in its own use case."""
    _consumers[name, event.TYPE] = Consumer(name, event.TYPE, consume)


def consumers_of(event_type: str) -> list[Consumer]:
    """The consumers of one type, in name order."""
    return [c for (_, kind), c in sorted(_consumers.items()) if kind == event_type]


def list_remote() -> list[str]:
    """The names of consumers that are reached by the signed sync."""
    return sorted({consumer.name for consumer in _consumers.values() if consumer.consume is None})


def is_remote(name: str) -> bool:
    """Whether a consumer is reached by the signed sync."""
    return name in list_remote()


def find_consumer(name: str, event_type: str) -> Consumer | None:
    """The consumer of a delivery; None after its room was removed."""
    return _consumers.get((name, event_type))
