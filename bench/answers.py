"""``POST respond`` on the real profiler, beside pgbench's plain upsert of the same rows."""

import json
import random
from dataclasses import dataclass

from bench.bystanders import add_answers
from bench.figures import Comparison
from bench.guarantees import check_durability, check_row_security
from bench.load import Ask, Tally, WrongAnswerError, format_request, run_load
from bench.side_by_side import Limit, Ours, Say, compare
from bench.stage import Stage, split_address
from tests.clients.journey import LearnerJourney, Question

_MARK = b'"answer_version":'
_SCRIPT = """\
\\set n random(1, {learner_count})
\\set q random(1, {question_count})
begin;
select set_config('app.user_id', (('{{{learners}}}'::uuid[])[:n])::text, true);
insert into answer (session_id, question_id, learner_id, selected_option, answer_version,
  response_time_ms, answered_at, received_at)
values (('{{{sessions}}}'::uuid[])[:n], ('{{{questions}}}'::text[])[:q],
  ('{{{learners}}}'::uuid[])[:n], ('{{{options}}}'::text[])[:q], 1, 4000, now(), now())
on conflict (session_id, question_id) do update set selected_option = excluded.selected_option,
  answer_version = answer.answer_version + 1, response_time_ms = excluded.response_time_ms,
  answered_at = excluded.answered_at, received_at = excluded.received_at;
commit;
"""
_VERSIONS = """
select session_id::text, sum(answer_version)::bigint from answer
where session_id = any(%s::uuid[]) group by session_id
"""


@dataclass(slots=True)
class AnswerLoad:
    """Random answers of random learners, each checked: by its 200 at once, and after the round by
    the database, whose versions must have risen by exactly what each learner was told.
    """

    stage: Stage
    learners: list[LearnerJourney]
    questions: list[Question]
    random: random.Random

    def draw(self) -> Ask:
        """One answer of one learner."""
        owner = self.random.randrange(len(self.learners))
        learner = self.learners[owner]
        question = self.random.choice(self.questions)
        given = {
            "question_id": question.id,
            "selected_option": self.random.choice(question.keys),
            "response_time_ms": 4000,
        }
        payload = format_request(
            "POST",
            f"/api/v1/profiling/session/{learner.session}/respond",
            host="127.0.0.1",
            token=learner.profiler.token or "",
            body=json.dumps(given).encode(),
        )
        return Ask(payload, owner, _MARK)

    def run(self) -> Tally:
        """One round. Raises WrongAnswerError for an answer that is not where it belongs."""
        host, port = split_address(self.stage.system.profiler_url)
        before = self._read_versions()
        tally = run_load(
            host,
            port,
            draw=self.draw,
            connections=self.stage.plan.connections,
            seconds=self.stage.plan.seconds,
        )
        check_growth(before, self._read_versions(), self._count_by_session(tally))
        return tally

    def _count_by_session(self, tally: Tally) -> dict[str, int]:
        return {self.learners[owner].session: count for owner, count in tally.by_owner.items()}

    def _read_versions(self) -> dict[str, int]:
        sessions = [learner.session for learner in self.learners]
        return dict(self.stage.databases.query("profiler", _VERSIONS, sessions))


def check_growth(
    before: dict[str, int], after: dict[str, int], acknowledged: dict[str, int]
) -> None:
    """Each session's versions rose by what its learner was told, no more and no less."""
    for session in before.keys() | after.keys() | acknowledged.keys():
        grown = after.get(session, 0) - before.get(session, 0)
        told = acknowledged.get(session, 0)
        if grown != told:
            raise WrongAnswerError(f"session {session}: {told} answers told, {grown} stored")


def write_script(learners: list[LearnerJourney], questions: list[Question]) -> str:
    """pgbench's side: the same rows, drawn the same way."""
    return _SCRIPT.format(
        learner_count=len(learners),
        question_count=len(questions),
        learners=",".join(str(learner.student.id) for learner in learners),
        sessions=",".join(learner.session for learner in learners),
        questions=",".join(question.id for question in questions),
        options=",".join(question.keys[0] for question in questions),
    )


def compare_answers(stage: Stage, learners: list[LearnerJourney], say: Say) -> Comparison:
    """Answers per second; the learners have open sessions."""
    plan = stage.plan
    questions = learners[0].questions()
    add_answers(
        stage.databases,
        like=learners[0].student.id,
        questions=[question.id for question in questions],
        count=plan.bystanders,
    )
    role = stage.role_environment("profiler_app", "profiler")
    check_durability(role)
    check_row_security(role, ["answer", "profiling_session"])
    script = write_script(learners, questions)
    load = AnswerLoad(stage, learners, questions, random.Random(plan.seed))
    meter = stage.meter("profiler")

    def tidy() -> None:
        """Nobody inherits the dead rows of the one before."""
        stage.databases.query("profiler", "vacuum answer")

    return compare(
        "answers",
        ours=Ours(meter, load.run, tidy).measure,
        limit=Limit(meter, stage.pgbench(role), script, plan.seconds, tidy).measure,
        rounds=plan.rounds,
        script=script,
        say=say,
    )
