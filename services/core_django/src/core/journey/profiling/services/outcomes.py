"""What receiving a signed event comes to."""

from dataclasses import dataclass

from talent_contracts.vocabulary import SyncOutcome

SOURCE = "profiler"


@dataclass(frozen=True, slots=True)
class Applied:
    """The outcome to answer, and whether it was stored by an earlier delivery."""

    outcome: SyncOutcome
    replayed: bool
