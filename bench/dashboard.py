"""``GET /student/dashboard`` on real core, beside pgbench of the same read, same policy."""

import random
from dataclasses import dataclass

from bench.bystanders import add_dashboards
from bench.figures import Comparison
from bench.guarantees import check_durability, check_reads, check_row_security
from bench.load import Ask, Tally, format_request, run_load
from bench.people import find_dashboard_mark
from bench.side_by_side import Limit, Ours, Say, compare
from bench.stage import Stage, split_address
from tests.clients.journey import LearnerJourney

_READ = """\
select d.body, d.version, d.refreshed_at,
  coalesce(d.learner_id is null or d.version < f.version or d.stale_at <= now(), false) as dirty
from freshness f left join dashboard_row d on d.learner_id = f.learner_id
where f.learner_id = {learner}"""
_SCRIPT = """\
\\set n random(1, {count})
begin;
select set_config('app.user_id', (('{{{learners}}}'::uuid[])[:n])::text, true);
{read};
commit;
"""


@dataclass(slots=True)
class DashboardLoad:
    """Random learners read their own dashboards; each must hold what only that learner has."""

    stage: Stage
    asks: list[Ask]
    random: random.Random

    def run(self) -> Tally:
        """One round."""
        host, port = split_address(self.stage.system.core_url)
        return run_load(
            host,
            port,
            draw=lambda: self.random.choice(self.asks),
            connections=self.stage.plan.connections,
            seconds=self.stage.plan.seconds,
        )


def write_script(learners: list[LearnerJourney]) -> str:
    """pgbench's side: core's own statement in the learner's context."""
    ids = ",".join(str(learner.student.id) for learner in learners)
    return _SCRIPT.format(
        count=len(learners),
        learners=ids,
        read=_READ.format(learner=f"('{{{ids}}}'::uuid[])[:n]"),
    )


def make_asks(learners: list[LearnerJourney], marks: list[bytes]) -> list[Ask]:
    """One request per learner. Refuses marks that do not tell learners apart."""
    if len(set(marks)) != len(learners):
        raise ValueError("two learners share a mark")
    return [
        Ask(
            format_request(
                "GET",
                "/api/v1/student/dashboard",
                host="127.0.0.1",
                token=learner.core.token or "",
            ),
            owner,
            mark,
        )
        for owner, (learner, mark) in enumerate(zip(learners, marks, strict=True))
    ]


def compare_dashboards(stage: Stage, learners: list[LearnerJourney], say: Say) -> Comparison:
    """Dashboard reads per second; the learners have completed their profiling."""
    plan = stage.plan
    marks = [find_dashboard_mark(learner) for learner in learners]
    add_dashboards(stage.databases, like=learners[0].student.id, count=plan.bystanders)
    role = stage.role_environment("core_app", "core")
    check_durability(role)
    check_row_security(role, ["freshness", "dashboard_row"])
    first = learners[0].student.id
    check_reads(role, _READ.format(learner=f"'{first}'"), first)
    script = write_script(learners)
    load = DashboardLoad(stage, make_asks(learners, marks), random.Random(plan.seed))
    meter = stage.meter("core")
    return compare(
        "dashboard",
        ours=Ours(meter, load.run).measure,
        limit=Limit(meter, stage.pgbench(role), script, plan.seconds).measure,
        rounds=plan.rounds,
        script=script,
        say=say,
    )
