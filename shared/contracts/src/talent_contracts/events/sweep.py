"""PSP/1: the sweep, by which profiler and core find out where they differ. It changes nothing."""

import hashlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from talent_contracts.events.sync import Epoch, Schema1, SyncEvent
from talent_contracts.model import StrictModel
from talent_contracts.results import Sha256

MAX_ROWS = 250
MAX_RANGES = 350
MAX_UNLISTED = 100
"""Each keeps a request, or its answer, below 64 KB."""


class SweepRow(StrictModel):
    """One result that was applied, as it was first told."""

    session_id: UUID
    learner_id: UUID
    epoch: Epoch
    result_sha256: Sha256

    def line(self) -> str:
        """What a digest covers."""
        return f"{self.session_id} {self.learner_id} {self.epoch} {self.result_sha256}"


def digest_rows(rows: Iterable[SweepRow]) -> str:
    """Lowercase hex sha256 over the lines of rows in the order of their sessions, one a line."""
    return hashlib.sha256("\n".join(row.line() for row in rows).encode()).hexdigest()


class SweepRange(StrictModel):
    """The results from session ``start`` up to where the next range starts; ``rows`` name them."""

    start: UUID
    sha256: Sha256
    rows: Annotated[list[SweepRow], Field(max_length=MAX_ROWS)] | None = None


class ProfilingSweepV1(SyncEvent):
    """profiler → core: what the profiler holds for applied, range by range, in rising order.

    The last range ends before session ``end``, or never. Only a range that stands alone has rows.
    """

    schema_: Schema1 = 1
    TYPE: ClassVar[str] = "profiling.sweep"
    type: Literal["profiling.sweep"] = "profiling.sweep"
    ranges: Annotated[list[SweepRange], Field(min_length=1, max_length=MAX_RANGES)]
    end: UUID | None

    @model_validator(mode="after")
    def _ranges_rise(self) -> Self:
        starts = [one.start for one in self.ranges] + ([self.end] if self.end else [])
        if any(first >= second for first, second in pairwise(starts)):
            raise ValueError("ranges must rise and end after they start")
        if len(self.ranges) > 1 and any(one.rows is not None for one in self.ranges):
            raise ValueError("only a range that stands alone has rows")
        return self


class SweepDifference(StrictModel):
    """A range whose digest is another at core, and, where its rows were named, how.

    ``missing``: core has no result of that learner and epoch; ``different``: it has another one.
    ``unlisted`` are results of core in the range that were not named, at most 100 of
    ``unlisted_total``.
    """

    start: UUID
    missing: list[UUID] = []
    different: list[UUID] = []
    unlisted: list[SweepRow] = []
    unlisted_total: int = 0


class SweepAnswer(StrictModel):
    """The ranges that differ; none when all is in order."""

    differences: list[SweepDifference]
