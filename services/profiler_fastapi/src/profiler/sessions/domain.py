"""Pure rules of the session engine: progress, what a question allows, which refusal fits."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from profiler.bank import Bank, Item
from profiler.common.errors import DomainError, InvalidInput, body_fault
from profiler.scoring.short_form import Mode, plan_short_form
from profiler.sessions.errors import SessionCompleted, SessionExpired, SessionSuperseded
from talent_contracts.model import StrictModel
from talent_contracts.problems import FieldProblem
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
    """How far a session is; ``module`` and ``next_question_id`` are None when all is answered.

    In the short form ``total`` is the most that can still come and falls when fewer are needed.
    """

    answered: int
    total: int
    percent: int
    module: Module | None
    modules: dict[Module, ModuleProgress]
    next_question_id: str | None
    estimated_seconds_left: int


def tell_progress(bank: Bank, mode: str, answers: Mapping[str, str]) -> Progress:
    """The progress of a session of either mode after these answers (item id to option key)."""
    if mode == Mode.FULL:
        return compute_progress(bank, answers)
    plan = plan_short_form(bank, answers)
    return _count_progress(
        bank, [bank.by_id[i] for i in plan.answered], [bank.by_id[i] for i in plan.left]
    )


def compute_progress(bank: Bank, answered: Collection[str]) -> Progress:
    """The progress of a session of the full form in which these questions are answered."""
    done = set(answered)
    return _count_progress(
        bank,
        [item for item in bank.items if item.id in done],
        [item for item in bank.items if item.id not in done],
    )


def _count_progress(bank: Bank, answered: Sequence[Item], left: Sequence[Item]) -> Progress:
    """``left`` are the questions that can still come, the next one first."""
    total = len(answered) + len(left)
    done, open_ones = (Counter(item.module for item in items) for items in (answered, left))
    return Progress(
        answered=len(answered),
        total=total,
        percent=100 * len(answered) // total,
        module=left[0].module if left else None,
        modules={
            module: ModuleProgress(answered=done[module], total=done[module] + open_ones[module])
            for module in bank.by_module
        },
        next_question_id=left[0].id if left else None,
        estimated_seconds_left=sum(item.expected_seconds for item in left),
    )


def check_answer(bank: Bank, question_id: str, selected_option: str) -> None:
    """Refuse an unknown question or option, naming what is allowed."""
    fault = _find_fault(bank, question_id, selected_option)
    if fault:
        raise InvalidInput(errors=[fault])


def check_answers(bank: Bank, answers: Sequence[tuple[str, str]]) -> None:
    """Refuse a batch of question ids and options with all its unknown ones."""
    found = (
        _find_fault(bank, question_id, option, f"/answers/{place}")
        for place, (question_id, option) in enumerate(answers)
    )
    faults = [fault for fault in found if fault]
    if faults:
        raise InvalidInput(errors=faults)


def _find_fault(
    bank: Bank, question_id: str, selected_option: str, at: str = ""
) -> FieldProblem | None:
    item = bank.by_id.get(question_id)
    if item is None:
        allowed = ", ".join(
            f"{items[0].id} to {items[-1].id}" if len(items) > 1 else items[0].id
            for items in bank.by_module.values()
        )
        return body_fault(f"{at}/question_id", "unknown-question", f"allowed: {allowed}")
    if selected_option not in item.option_keys:
        allowed = ", ".join(item.option_keys)
        return body_fault(f"{at}/selected_option", "unknown-option", f"allowed: {allowed}")
    return None


def check_is_open(status: str) -> None:
    """Refuse what a closed session no longer takes."""
    if status in _CLOSED:
        raise _CLOSED[status]


def is_idle(last_active_at: datetime, now: datetime) -> bool:
    """Whether a session has rested for more than seven days."""
    return now - last_active_at > IDLE_FOR
