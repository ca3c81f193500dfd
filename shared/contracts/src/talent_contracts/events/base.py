"""What every event carries."""

from typing import ClassVar

from talent_contracts.model import StrictModel


class Event(StrictModel):
    """A fact that happened. ``TYPE`` is its name on the wire, past tense with a dot."""

    TYPE: ClassVar[str]
