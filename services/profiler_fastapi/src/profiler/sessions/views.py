"""Stored sessions as the operations show them."""

from collections.abc import Sequence

from sqlalchemy import Row

from profiler.bank import Bank, ModuleInfo
from profiler.outbox.models import OutboxEvent
from profiler.sessions import schemas
from profiler.sessions.answers import AnsweredMany
from profiler.sessions.domain import Progress
from profiler.sessions.merge import StoredAnswer
from profiler.sessions.models import ProfilingSession
from talent_contracts.vocabulary import SessionStatus


def describe_modules(
    bank: Bank, session: ProfilingSession, rows: Sequence[Row[str, str, int, int | None]]
) -> schemas.ModulesAnswer:
    """The session's modules with what is stored in each."""
    stored = {row.question_id: row for row in rows}
    return schemas.ModulesAnswer(
        session_id=session.id,
        status=SessionStatus(session.status),
        modules=[
            _describe_module(
                info, [_describe_question(i.id, stored.get(i.id)) for i in bank.by_module[info.id]]
            )
            for info in bank.modules
        ],
        reflection=schemas.ReflectionAnswer(why=session.reflection_why, aim=session.reflection_aim),
    )


def describe_batch(given: Sequence[schemas.BatchItem], found: AnsweredMany) -> schemas.BatchAnswer:
    """What became of each answer that was sent."""
    outcomes = [_describe_outcome(one, s) for one, s in zip(given, found.stored, strict=True)]
    return schemas.BatchAnswer(answers=outcomes, progress=found.progress)


def describe_status(
    bank: Bank, session: ProfilingSession, progress: Progress, delivery: OutboxEvent | None
) -> schemas.StatusAnswer:
    """The latest session and its delivery."""
    return schemas.StatusAnswer(
        language=bank.locale,
        session=schemas.LatestSession(
            session_id=session.id,
            status=SessionStatus(session.status),
            epoch=session.epoch,
            started_at=session.started_at,
            completed_at=session.completed_at,
            progress=progress,
        ),
        delivery=_describe_delivery(delivery) if delivery else None,
    )


def _describe_outcome(given: schemas.BatchItem, stored: StoredAnswer) -> schemas.BatchOutcome:
    is_stored = given.selected_option == stored.selected_option
    return schemas.BatchOutcome(
        question_id=stored.question_id,
        outcome="stored" if is_stored else "kept-newer",
        answer_version=stored.answer_version,
        selected_option=stored.selected_option,
    )


def _describe_module(
    info: ModuleInfo, questions: list[schemas.QuestionState]
) -> schemas.ModuleState:
    answered = sum(question.selected_option is not None for question in questions)
    return schemas.ModuleState(
        id=info.id,
        title=info.title,
        answered=answered,
        total=len(questions),
        complete=answered == len(questions),
        questions=questions,
    )


def _describe_question(
    question_id: str, row: Row[str, str, int, int | None] | None
) -> schemas.QuestionState:
    return schemas.QuestionState(
        question_id=question_id,
        selected_option=row.selected_option if row else None,
        answer_version=row.answer_version if row else None,
    )


def _describe_delivery(event: OutboxEvent) -> schemas.Delivery:
    return schemas.Delivery.model_validate(
        {
            "state": event.state,
            "attempts": event.attempts,
            "created_at": event.created_at,
            "finished_at": event.finished_at,
        }
    )
