"""A row of the matrix as a value."""

from dataclasses import dataclass
from enum import StrEnum

from tests.faults.fault import Fault
from tests.faults.strikes import Strike
from tests.faults.traffic import Part


class Expect(StrEnum):
    """What must be seen beside convergence and the invariants; expectations.py holds the proofs."""

    REPLAYED = "the second delivery is told apart from the first"
    RETRIED = "something is sent again"
    FIRST_TRY = "every completion arrives at the first attempt"
    REFUSED = "the receiver refuses the signature"
    BOUNDED = "no attempt lasts longer than the sender's 10 s"
    UNTRAPPED = "no redirect is followed"
    PATIENT = "Retry-After is waited for"
    PROMPT = "the second attempt comes after a backoff of 2 s at most, not after a lease"
    ONE_DEAD = "the poisoned learner's event becomes a dead letter, the others arrive meanwhile"
    MEANWHILE = "everything arrives while the fault lasts"


@dataclass(frozen=True, slots=True)
class Row:
    """``sync`` breaks the way to core, ``inbox`` the way to the profiler, for at least ``lasts_s``.

    ``alert`` is the trouble that a relay must have reported aloud. ``ci``: runs in the short form
    too. ``excluded``: why the row does not run, a finding that is written up elsewhere.
    """

    name: str
    traffic: tuple[Part, ...]
    sync: Fault | None = None
    inbox: Fault | None = None
    strikes: tuple[Strike, ...] = ()
    lasts_s: float = 0.0
    expects: tuple[Expect, ...] = ()
    alert: str | None = None
    ci: bool = False
    excluded: str | None = None

    def describe(self) -> str:
        """The faults in a few words."""
        words = [f"to core: {self.sync.describe()}"] if self.sync else []
        words += [f"to the profiler: {self.inbox.describe()}"] if self.inbox else []
        words += [strike.describe() for strike in self.strikes]
        return "; ".join(words) + (f"; {self.lasts_s:g} s" if self.lasts_s else "")
