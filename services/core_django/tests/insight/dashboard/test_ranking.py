"""The set-based ranker against its oracle, on generated states of real rows."""

import random
from dataclasses import dataclass
from uuid import UUID

import pytest

from core.insight.dashboard.domain import Facts, rank_actions
from core.journey.foundations.catalogue import mandatory_module_ids
from core.platform.common.ids import new_id
from core_testing import raw, sync
from tests.clients.core_client import CoreClient


@dataclass(frozen=True)
class Learner:
    """A profiled learner whose result is undecided or not."""

    core: CoreClient
    id: UUID
    is_undecided: bool


def make_learner(core: CoreClient, admin: CoreClient, *, band: str, tie: bool) -> Learner:
    student = admin.create_active_student()
    client = core.log_in(student.email, student.password)
    ticket = client.post("/profiler/tickets").json()["ticket"]
    result = sync.event_body(student.id, 1, ticket)["result"]
    result["track"] |= {"band": band, "tie": tie}
    event = sync.event_body(student.id, 1, ticket, result=result)
    sync.send(core, event).raise_for_status()
    return Learner(client, student.id, is_undecided=band == "low" or tie)


@pytest.fixture(scope="module")
def learners(core: CoreClient, admin: CoreClient) -> list[Learner]:
    return [
        make_learner(core, admin, band="high", tie=False),
        make_learner(core, admin, band="low", tie=False),
        make_learner(core, admin, band="medium", tie=True),
    ]


def draw_facts(drawn: random.Random, *, is_undecided: bool) -> Facts:
    """A state that the database's constraints allow."""
    profiled = drawn.random() < 0.85
    total = len(mandatory_module_ids())
    confirmed = profiled and drawn.random() < 0.5
    return Facts(
        profiling_complete=profiled,
        foundations_complete=profiled and drawn.random() < 0.25,
        modules_done=drawn.choice([0, 1, total - 1, total, total]),
        modules_total=total,
        assessment_passed=drawn.random() < 0.5,
        reflected=drawn.random() < 0.5,
        confirmed=confirmed,
        is_undecided=profiled and is_undecided,
        has_unedited_statement=profiled and drawn.random() < 0.5,
    )


def store(learner: Learner, facts: Facts) -> None:
    """Write the state as the owner, behind every use case's back."""
    owner = raw.run_as_owner
    owner("delete from portfolio_item where learner_id = %s", learner.id)
    owner("delete from foundations_module_progress where learner_id = %s", learner.id)
    owner("delete from foundations_enrolment where learner_id = %s", learner.id)
    owner(
        "update journey_journey j set profiling_complete = %s,"
        " result_id = case when %s then r.id end,"
        " recommended_track = case when %s then r.recommended_track end,"
        " track = case when %s then r.recommended_track end, foundations_complete = %s,"
        " foundations_completed_at = case when %s then now() end"
        " from results_result r where r.learner_id = j.learner_id and j.learner_id = %s",
        *[facts.profiling_complete] * 4,
        *[facts.foundations_complete] * 2,
        learner.id,
    )
    owner(
        "insert into foundations_enrolment (learner_id, started_at, reflection,"
        " assessment_passed_at, reflected_at, confirmed_track, confirmed_at)"
        " values (%s, now(), '', case when %s then now() end, case when %s then now() end,"
        " case when %s then 'grc' end, case when %s then now() end)",
        learner.id,
        facts.assessment_passed,
        facts.reflected,
        facts.confirmed,
        facts.confirmed,
    )
    for module in mandatory_module_ids()[: facts.modules_done]:
        owner(
            "insert into foundations_module_progress (id, learner_id, module_id, active_s,"
            " position, started_at, last_beat_at, checks_passed, completed_at)"
            " values (uuidv7(), %s, %s, 1, 1, now(), now(), '[]', now())",
            learner.id,
            module,
        )
    if facts.has_unedited_statement:
        owner(
            "insert into portfolio_item (id, learner_id, kind, source_id, title, original_text,"
            " text, version, created_at) select %s, learner_id, 'value_statement', result_id, 't',"
            " 'o', 'o', 1, now() from journey_journey where learner_id = %s",
            new_id(),
            learner.id,
        )
    owner("update freshness set version = version + 1 where learner_id = %s", learner.id)


class TestRanking:
    @pytest.mark.parametrize("seed", range(30))
    def test_says_the_same_in_sql_and_in_python(self, learners: list[Learner], seed: int) -> None:
        drawn = random.Random(seed)
        learner = learners[seed % len(learners)]
        facts = draw_facts(drawn, is_undecided=learner.is_undecided)
        store(learner, facts)
        shown = learner.core.get("/student/dashboard/next-actions").json()["results"]
        found = [
            (one["type"], *(one["score"][part] for part in ("journey", "decision", "upkeep")))
            for one in shown
        ]
        wanted = [(o.type, o.journey, o.decision, o.upkeep) for o in rank_actions(facts)]
        assert found == wanted
        assert [one["score"]["total"] for one in shown] == [o.total for o in rank_actions(facts)]
