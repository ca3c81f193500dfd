"""From rows to what the API answers; no decisions here."""

from collections import Counter

from django.conf import settings
from pydantic import TypeAdapter

from core.journey.foundations import domain, schemas
from core.journey.foundations.catalogue import (
    Catalogue,
    Check,
    KeyedQuestion,
    Module,
    ModuleType,
    render_text,
)
from core.journey.foundations.models import AssessmentAttempt, ModuleProgress
from core.journey.foundations.selectors import State
from core.platform.common.clock import now
from talent_contracts.vocabulary import Track

_KIND: TypeAdapter[schemas.ModuleKind] = TypeAdapter(schemas.ModuleKind)


def show_status(state: State) -> schemas.StatusOut:
    """GET /foundations/status."""
    modules = [_module(state, module) for module in state.catalogue.modules.values()]
    mandatory = [module for module in modules if module.mandatory]
    done = sum(module.status == "done" for module in mandatory)
    return schemas.StatusOut(
        pace=settings.ENV.pace,
        modules=modules,
        progress=schemas.CourseProgressOut(
            done=done, total=len(mandatory), percent=done * 100 // len(mandatory)
        ),
        assessment=show_assessment(state),
        reflection=show_reflection(state),
        track=show_track(state),
        missing=[
            schemas.MissingOut.model_validate({"code": one.code, "module_id": one.module_id})
            for one in state.list_missing()
        ],
        drop_off_module=next((m.id for m in mandatory if m.status != "done"), None),
        complete=state.journey.foundations_complete,
        completed_at=state.journey.foundations_completed_at,
    )


def show_text(state: State, module: Module) -> schemas.ModuleTextOut:
    """GET /foundations/modules/{id}."""
    return schemas.ModuleTextOut(
        **_module(state, module).model_dump(),
        html=render_text(module.id),
        checks=_checks(module, state.progress.get(module.id)),
    )


def show_progress(state: State, module: Module) -> schemas.ProgressOut:
    """The answer to a heartbeat."""
    return schemas.ProgressOut(
        **_module(state, module).model_dump(), checks=_checks(module, state.progress.get(module.id))
    )


def show_assessment(state: State) -> schemas.AssessmentOut:
    """GET /foundations/assessment."""
    enrolment = state.enrolment
    passed_at = enrolment.assessment_passed_at if enrolment else None
    retry_at = enrolment.assessment_retry_at if enrolment else None
    is_locked = retry_at is not None and retry_at > now()
    word: str
    if passed_at is not None:
        word = "passed"
    elif state.open_attempt is not None:
        word = "in_progress"
    elif is_locked:
        word = "locked"
    else:
        word = "ready" if state.has_read_all else "modules_open"
    latest = state.attempts[-1] if state.attempts else None
    return schemas.AssessmentOut.model_validate(
        {
            "state": word,
            "pass_percent": round(domain.PASS_SHARE * 100),
            "questions_per_attempt": domain.DRAWN,
            "attempts_left": 0 if is_locked else domain.attempts_left(state.failed_attempts),
            "retry_at": retry_at if is_locked else None,
            "passed_at": passed_at,
            "attempt": show_attempt(latest, state.catalogue) if latest else None,
        }
    )


def show_attempt(attempt: AssessmentAttempt, catalogue: Catalogue) -> schemas.AttemptOut:
    """One attempt; right answers only after a pass."""
    drawn = [catalogue.questions[name] for name in attempt.question_ids]
    answers: dict[str, str] = attempt.answers or {}
    return schemas.AttemptOut(
        id=attempt.id,
        number=attempt.number,
        questions=[_ask(question) for question in drawn],
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at,
        score_percent=None if attempt.score is None else round(attempt.score * 100),
        passed=attempt.passed,
        review=_review(drawn, answers) if attempt.passed is False else [],
        answers=[
            schemas.AnsweredOut(
                **_ask(question).model_dump(),
                answered=answers.get(question.id),
                right=question.key,
                explanation=question.explanation,
            )
            for question in drawn
            if attempt.passed
        ],
    )


def show_reflection(state: State) -> schemas.ReflectionOut:
    """The learner's own words."""
    enrolment = state.enrolment
    return schemas.ReflectionOut(
        text=enrolment.reflection if enrolment else "",
        written_at=enrolment.reflected_at if enrolment else None,
    )


def show_track(state: State) -> schemas.TrackOut:
    """Recommendation and choice."""
    enrolment = state.enrolment
    confirmed = enrolment.confirmed_track if enrolment else None
    return schemas.TrackOut(
        recommended=Track(state.journey.recommended_track or ""),
        confirmed=Track(confirmed) if confirmed else None,
        confirmed_at=enrolment.confirmed_at if enrolment else None,
        reason=enrolment.confirmed_reason if enrolment else None,
    )


def _module(state: State, module: Module) -> schemas.ModuleOut:
    row = state.progress.get(module.id)
    completed_at = row.completed_at if row else None
    if module.type is ModuleType.ASSESSMENT and state.enrolment:
        completed_at = state.enrolment.assessment_passed_at
    if module.type is ModuleType.REFLECTION and state.enrolment:
        completed_at = state.enrolment.reflected_at
    return schemas.ModuleOut(
        id=module.id,
        type=_KIND.validate_python(module.type.value),
        title=module.title,
        summary=module.summary,
        minutes=module.minutes,
        mandatory=module.mandatory,
        min_active_s=module.min_active_s * settings.ENV.pace,
        status="done" if completed_at else "in_progress" if row else "open",
        active_s=row.active_s if row else 0.0,
        position=row.position if row else 0.0,
        completed_at=completed_at,
    )


def _checks(module: Module, row: ModuleProgress | None) -> list[schemas.CheckOut]:
    passed = set(row.checks_passed) if row else set()
    return [_check(check, is_passed=check.id in passed) for check in module.checks]


def _check(check: Check, *, is_passed: bool) -> schemas.CheckOut:
    return schemas.CheckOut(
        id=check.id,
        prompt=check.prompt,
        options=[schemas.ChoiceOut(key=o.key, text=o.text) for o in check.options],
        passed=is_passed,
        explanation=check.explanation if is_passed else None,
    )


def _ask(question: KeyedQuestion) -> schemas.AskedOut:
    return schemas.AskedOut(
        id=question.id,
        prompt=question.stem,
        options=[schemas.ChoiceOut(key=o.key, text=o.text) for o in question.options],
    )


def _review(drawn: list[KeyedQuestion], answers: dict[str, str]) -> list[schemas.ReviewOut]:
    asked = Counter(question.module for question in drawn)
    right = Counter(q.module for q in drawn if answers.get(q.id) == q.key)
    return [
        schemas.ReviewOut(module_id=module, right=right[module], asked=count)
        for module, count in sorted(asked.items())
    ]
