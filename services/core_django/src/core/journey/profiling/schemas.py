"""What goes in and out of tickets, results and retakes."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from core.platform.common.pagination import Page
from talent_contracts.model import StrictModel, Text
from talent_contracts.results import BankReference, ValueStatement
from talent_contracts.results_v2 import AnyProfilingResult
from talent_contracts.statistics import BankStatistics
from talent_contracts.vocabulary import Module

RetakeState = Literal["pending", "approved", "declined", "withdrawn", "lapsed"]
reads_state: TypeAdapter[RetakeState] = TypeAdapter(RetakeState)


class TicketOut(StrictModel):
    """``expires_at`` binds only the start of a session."""

    ticket: str
    epoch: int
    expires_at: datetime


class ResultOut(StrictModel):
    """The stored result of the present epoch."""

    epoch: int
    session_id: UUID
    completed_at: datetime
    received_at: datetime
    result_sha256: str
    result: AnyProfilingResult


class ValueStatementOut(StrictModel):
    """The statement as the profiler wrote it; the learner's own edit lives in the portfolio."""

    epoch: int
    source: Literal["profiling"]
    value_statement: ValueStatement


class SessionProgressOut(StrictModel):
    """How far the open session was when the profiler last told; ``module`` is the next one."""

    answered: int
    total: int
    module: Module | None
    at: datetime


class RetakeIn(StrictModel):
    """Why the result does not fit, in the learner's own words."""

    reason: Annotated[Text, Field(min_length=10, max_length=1000, pattern=r"\S")]


class RetakeOut(StrictModel):
    """A request to be profiled again.

    ``answer`` is what the reviewer wrote. ``lapsed``: a reset came first. ``granted_epoch`` is the
    one that an approval began.
    """

    id: UUID
    state: RetakeState
    reason: str
    requested_at: datetime
    decided_at: datetime | None
    answer: str | None
    granted_epoch: int | None


class RetakePage(Page[RetakeOut]):
    """The own requests, newest first.

    ``allowed_from`` is the instant from which a new one may be made; null while there is no result
    to doubt, or while one is pending.
    """

    allowed_from: datetime | None


class BankStatisticsOut(StrictModel):
    """How the items of one bank behave, as the profiler computed it at ``computed_at``."""

    bank: BankReference
    computed_at: datetime
    received_at: datetime
    statistics: BankStatistics


class BankStatisticsList(StrictModel):
    """One entry per bank, newest computation first; empty until the first night with answers."""

    results: list[BankStatisticsOut]
