"""Working through the modules."""

from collections.abc import Mapping

from django.conf import settings

from core.journey.foundations import domain, selectors
from core.journey.foundations.catalogue import Check, Module, ModuleType
from core.journey.foundations.enrolling import ensure_enrolment
from core.journey.foundations.errors import ModuleUnknown
from core.journey.foundations.models import ModuleProgress
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.clock import now
from core.platform.common.errors import refuse_value
from core.platform.common.ids import new_id
from core.platform.freshness import steps as freshness


@use_case()
def record_progress(
    *,
    actor: Actor,
    module_id: str,
    position: float,
    active_s: float,
    answers: Mapping[str, str],
) -> ModuleProgress:
    """A heartbeat: time is credited up to what passed since the last one, the position never
    falls, answers to the module's checks are judged here. Completion is decided by the server.
    """
    state = selectors.get_state(actor, lock=True)
    module = state.catalogue.modules.get(module_id)
    if module is None or not module.is_course:
        raise ModuleUnknown
    ensure_enrolment(actor, state)
    at = now()
    row = state.progress.get(module_id) or ModuleProgress(
        id=new_id(),
        learner_id=actor.id,
        module_id=module_id,
        started_at=at,
        last_beat_at=at,
        checks_passed=[],
    )
    elapsed_s = (at - row.last_beat_at).total_seconds()
    row.active_s += domain.credit_active_time(claimed_s=active_s, elapsed_s=elapsed_s)
    row.position = max(row.position, position)
    row.last_beat_at = at
    row.checks_passed = sorted({*row.checks_passed, *_judge(module, answers)})
    is_new = row.completed_at is None and _is_complete(module, row)
    if is_new:
        row.completed_at = at
    row.save(force_insert=module_id not in state.progress)
    if is_new:
        freshness.raise_version([actor.id])
    return row


def _judge(module: Module, answers: Mapping[str, str]) -> list[str]:
    checks: dict[str, Check] = {check.id: check for check in module.checks}
    for name in answers:
        if name not in checks:
            raise refuse_value(
                f"/answers/{name}", "unknown-check", "This module has no such check."
            )
    return [name for name, key in answers.items() if checks[name].key == key]


def _is_complete(module: Module, row: ModuleProgress) -> bool:
    is_read = domain.is_read(
        active_s=row.active_s,
        position=row.position,
        min_active_s=module.min_active_s,
        pace=settings.ENV.pace,
    )
    if module.type is ModuleType.INTERACTIVE:
        return is_read and {check.id for check in module.checks} <= set(row.checks_passed)
    return is_read
