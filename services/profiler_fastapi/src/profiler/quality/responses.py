"""The answers as the indices read them: in bank order, with position and time."""

from collections.abc import Iterable
from dataclasses import dataclass

from profiler.bank.models import Bank, Item, ItemFormat
from talent_contracts.vocabulary import Track


@dataclass(frozen=True, slots=True)
class TimedAnswer:
    """One stored answer. ``response_time_ms`` is None where the client sent none."""

    item_id: str
    option: str
    response_time_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One answer beside its item. ``position`` 0 is the first option; ``seconds`` may be unknown.

    ``is_not_sure`` marks "I don't know this one yet" on a keyed item: an honest answer, which may
    be quick and may be given many times in a row, so that no index of speed or position counts it.
    """

    item: Item
    option: str
    position: int
    seconds: float | None
    is_not_sure: bool

    @property
    def track(self) -> Track | None:
        """The track that was chosen, on preference items."""
        return self.item.option(self.option).track

    @property
    def is_right(self) -> bool:
        """Whether a keyed item was answered by its key."""
        return self.item.key is not None and self.option == self.item.key


def list_responses(bank: Bank, answers: Iterable[TimedAnswer]) -> tuple[Response, ...]:
    """The answers in bank order, given in any.

    Raises ``KeyError`` for an item and ``ValueError`` for an option that the bank does not have.
    """
    by_id = {answer.item_id: answer for answer in answers}
    unknown = by_id.keys() - bank.by_id.keys()
    if unknown:
        raise KeyError(min(unknown))
    return tuple(_respond(item, by_id[item.id]) for item in bank.items if item.id in by_id)


def _respond(item: Item, answer: TimedAnswer) -> Response:
    position = item.option_keys.index(answer.option)
    time_ms = answer.response_time_ms
    return Response(
        item=item,
        option=answer.option,
        position=position,
        seconds=None if time_ms is None else time_ms / 1000,
        is_not_sure=item.format is ItemFormat.KEYED and position == len(item.options) - 1,
    )
