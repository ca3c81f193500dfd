"""Pure rules of the session engine: progress, what a question allows, which refusal fits."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from profiler.bank import Bank
from profiler.common.errors import DomainError, InvalidInput, body_fault
from profiler.sessions.errors import SessionCompleted, SessionExpired, SessionSuperseded
from talent_contracts.model import StrictModel
from talent_contracts.vocabulary import Module, SessionStatus

IDLE_FOR: Final = timedelta(days=7)
"""After this long without an answer a session expires at the next start."""

_CLOSED: Mapping[str, type[DomainError]] = {
    SessionStatus.COMPLETED: SessionCompleted,
    SessionStatus.SUPERSEDED: SessionSuperseded,
    SessionStatus.EXPIRED: SessionExpired,
}


class ModuleProgress(StrictModel):
    """How far a module is."""

    answered: int
    total: int


class Progress(StrictModel):
    """How far a session is; ``module`` and ``next_question_id`` are None when all is answered."""

    answered: int
    total: int
    percent: int
    module: Module | None
    modules: dict[Module, ModuleProgress]
    next_question_id: str | None
    estimated_seconds_left: int


def compute_progress(bank: Bank, answered: Collection[str]) -> Progress:
    """The progress of a session in which these questions are answered."""
    done = set(answered)
    left = [item for item in bank.items if item.id not in done]
    total = len(bank.items)
    return Progress(
        answered=total - len(left),
        total=total,
        percent=100 * (total - len(left)) // total,
        module=left[0].module if left else None,
        modules={
            module: ModuleProgress(
                answered=sum(item.id in done for item in items), total=len(items)
            )
            for module, items in bank.by_module.items()
        },
        next_question_id=left[0].id if left else None,
        estimated_seconds_left=sum(item.expected_seconds for item in left),
    )


def check_answer(bank: Bank, question_id: str, selected_option: str) -> None:
    """Refuse an unknown question or option, naming what is allowed."""
    item = bank.by_id.get(question_id)
    if item is None:
        allowed = ", ".join(
            f"{items[0].id} to {items[-1].id}" if len(items) > 1 else items[0].id
            for items in bank.by_module.values()
        )
        raise InvalidInput(
            errors=[body_fault("/question_id", "unknown-question", f"allowed: {allowed}")]
        )
    if selected_option not in item.option_keys:
        allowed = ", ".join(item.option_keys)
        raise InvalidInput(
            errors=[body_fault("/selected_option", "unknown-option", f"allowed: {allowed}")]
        )


def check_is_open(status: str) -> None:
    """Refuse what a closed session no longer takes."""
    if status in _CLOSED:
        raise _CLOSED[status]


def is_idle(last_active_at: datetime, now: datetime) -> bool:
    """Whether a session has rested for more than seven days."""
    return now - last_active_at > IDLE_FOR
