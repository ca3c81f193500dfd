"""The dashboard's four reads."""

import json
from typing import Any

from core.insight.dashboard import domain, schemas, services
from core.insight.dashboard.selectors import Stored
from core.platform.edge.operation import Call, Endpoint, operation
from core.platform.edge.principals import STUDENT
from talent_contracts.vocabulary import Reason

_NO_SOURCE = Reason.NO_SOURCE_YET
_DASHBOARD_REASONS = dict.fromkeys(
    (
        "/today/readiness",
        "/today/streak_days",
        "/today/goals_done",
        "/today/goals_total",
        "/future_self/readiness_window",
        "/subscription/tier",
        "/unread",
    ),
    _NO_SOURCE,
)
_FIT = ("track", "recommended_track", "alignment_percent", "band", "tie", "level")


class DashboardView(Endpoint):
    @operation(who=STUDENT, summary="The own dashboard", answers={200: schemas.DashboardOut})
    def get(self, call: Call) -> schemas.DashboardOut:
        """Today, the future self, the five best next actions; what is unknown is null."""
        stored = services.read_dashboard(call.actor)
        return schemas.DashboardOut.model_validate_json(
            _with_stamp(
                stored,
                journey=stored.body["journey"],
                today=dict.fromkeys(schemas.TodayOut.model_fields),
                future_self=stored.body["future_self"],
                next_actions=stored.body["actions"][: domain.SHOWN],
                subscription={"tier": None},
                unread=None,
                reasons=_DASHBOARD_REASONS | _fit_reasons(stored),
            )
        )


class OverviewView(Endpoint):
    @operation(who=STUDENT, summary="The short dashboard", answers={200: schemas.OverviewOut})
    def get(self, call: Call) -> schemas.OverviewOut:
        """Readiness, cohort progress, subscription and counts."""
        stored = services.read_dashboard(call.actor)
        unknown = ("/readiness", "/cohort_progress", "/subscription/tier")
        return schemas.OverviewOut.model_validate_json(
            _with_stamp(
                stored,
                readiness=None,
                cohort_progress=None,
                subscription={"tier": None},
                quick_stats=stored.body["quick_stats"],
                reasons=dict.fromkeys(unknown, _NO_SOURCE),
            )
        )


class NextActionsView(Endpoint):
    @operation(
        who=STUDENT, summary="All next actions, ranked", answers={200: schemas.NextActionsOut}
    )
    def get(self, call: Call) -> schemas.NextActionsOut:
        """Everything there is to do, best first, with the parts of each score."""
        stored = services.read_dashboard(call.actor)
        return schemas.NextActionsOut.model_validate_json(
            _with_stamp(stored, results=stored.body["actions"])
        )


class StudentProfileView(Endpoint):
    @operation(
        who=STUDENT, summary="The own student profile", answers={200: schemas.StudentProfileOut}
    )
    def get(self, call: Call) -> schemas.StudentProfileOut:
        """Basics, track and future self."""
        stored = services.read_dashboard(call.actor)
        unknown = ("/cohort", "/mentor", "/skills_needed", "/consents")
        future_self = stored.body["future_self"]
        return schemas.StudentProfileOut.model_validate_json(
            _with_stamp(
                stored,
                **stored.body["basics"],
                track=future_self["track"],
                future_self=future_self,
                **{pointer[1:]: None for pointer in unknown},
                reasons=dict.fromkeys((*unknown, "/future_self/readiness_window"), _NO_SOURCE)
                | _fit_reasons(stored),
            )
        )


def _fit_reasons(stored: Stored) -> dict[str, Reason]:
    """Why parts of the future self are null before there is a result."""
    future_self = stored.body["future_self"]
    return {
        f"/future_self/{name}": Reason.NOT_MEASURED for name in _FIT if future_self[name] is None
    }


def _with_stamp(stored: Stored, **parts: Any) -> str:
    return json.dumps(
        {**parts, "as_of": stored.refreshed_at.isoformat(), "version": stored.version}
    )
