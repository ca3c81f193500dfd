"""Where a user goes next: one pure function of account state, journey row and roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from talent_contracts.vocabulary import Role, Step

UNDO_WITHIN: Final = timedelta(hours=24)
"""How long a reset can be undone."""

_ROLE_ORDER = (
    Role.ADMIN,
    Role.DIRECTOR,
    Role.MENTOR,
    Role.TEACHER,
    Role.TUTOR,
    Role.PARENT,
    Role.ENTERPRISE,
)
_HOMES = {
    Role.ADMIN: "/admin",
    Role.DIRECTOR: "/director",
    Role.MENTOR: "/mentor",
    Role.TEACHER: "/teacher",
    Role.TUTOR: "/tutor",
    Role.PARENT: "/parent",
    Role.ENTERPRISE: "/enterprise",
}


@dataclass(frozen=True, slots=True)
class JourneyState:
    """What the next step depends on."""

    profiling_complete: bool
    foundations_complete: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step with its reason code and the address where a page of it stands."""

    step: Step
    reason: str
    url: str


def next_step(
    *,
    is_active: bool,
    must_change_password: bool,
    roles: Iterable[Role],
    journey: JourneyState | None,
) -> NextStep:
    """The one place a user rests at. Total: every combination has exactly one answer."""
    if not is_active:
        return NextStep(Step.SUSPENDED, "account-not-active", "/suspended")
    if must_change_password:
        return NextStep(Step.CHANGE_PASSWORD, "temporary-password", "/change-password")
    if journey is None:
        return _role_home(frozenset(roles))
    if not journey.profiling_complete:
        return NextStep(Step.PROFILING, "no-result-in-this-epoch", "/profiling")
    if not journey.foundations_complete:
        return NextStep(Step.FOUNDATIONS, "foundations-open", "/foundations")
    return NextStep(Step.DASHBOARD, "journey-complete", "/dashboard")


def other_doors(roles: Iterable[Role], *, has_journey: bool) -> list[NextStep]:
    """The homes of the user's further roles, in the fixed order."""
    held = frozenset(roles)
    homes = [
        NextStep(Step.ROLE_HOME, f"role-{role.value}", _HOMES[role])
        for role in _ROLE_ORDER
        if role in held
    ]
    return homes if has_journey else homes[1:]


def _role_home(roles: frozenset[Role]) -> NextStep:
    first = next((role for role in _ROLE_ORDER if role in roles), None)
    if first is None:
        return NextStep(Step.ROLE_HOME, "no-role", "/")
    return NextStep(Step.ROLE_HOME, f"role-{first.value}", _HOMES[first])
