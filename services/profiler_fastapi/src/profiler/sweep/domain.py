"""Cutting results into ranges, and judging what core holds besides. Pure."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from profiler.outbox.domain import State
from talent_contracts.events import SweepRange, SweepRow, digest_rows
from talent_contracts.events.sweep import MAX_ROWS

FIRST = UUID(int=0)
_IN_ORDER = (State.PENDING, State.APPLIED)


class Kind(StrEnum):
    """What is not in order about a result.

    ``missing`` is sent again; everything else needs a person: it was sent again within the hour
    and is missing still; core holds other bytes; core applied what is not so here; core holds a
    result that nobody here knows.
    """

    MISSING = "missing"
    MISSING_AGAIN = "missing-again"
    DIFFERENT = "different"
    OUTCOME_DIFFERS = "outcome-differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """A result that was not in order, by what the side that has it says of it."""

    kind: Kind
    session_id: UUID
    learner_id: UUID
    epoch: int


@dataclass(slots=True)
class Report:
    """One sweep. ``accepted`` are findings that an operator knows of already."""

    results: int = 0
    requests: int = 0
    findings: list[Finding] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)

    @property
    def is_in_order(self) -> bool:
        """Whether both sides hold the same, but for what was accepted."""
        return not self.findings

    def count(self, kind: Kind) -> int:
        """Findings of one kind."""
        return sum(finding.kind is kind for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Held:
    """A result as it stands here now; ``row`` None once its data were erased."""

    row: SweepRow | None
    state: State


async def cut_ranges(
    rows: AsyncIterator[SweepRow], *, size: int = MAX_ROWS
) -> tuple[list[SweepRange], int]:
    """Ranges of ``size`` results each, which together cover every session; and how many results."""
    ranges: list[SweepRange] = []
    start, held, count = FIRST, list[SweepRow](), 0
    async for row in rows:
        if len(held) == size:
            ranges.append(SweepRange(start=start, sha256=digest_rows(held)))
            start, held = row.session_id, []
        held.append(row)
        count += 1
    ranges.append(SweepRange(start=start, sha256=digest_rows(held)))
    return ranges, count


def judge_unlisted(row: SweepRow, held: Mapping[UUID, Held]) -> Kind | None:
    """What is wrong with a result of core that was not listed; None when it is in order.

    It is while its delivery is under way, or has just ended: core may know of it first.
    """
    found = held.get(row.session_id)
    if found is None:
        return Kind.UNKNOWN
    if found.row is not None and found.row != row:
        return Kind.DIFFERENT
    return None if found.state in _IN_ORDER else Kind.OUTCOME_DIFFERS
