"""Learners who never act: they fill the tables by set-based SQL, so that no index is a toy."""

from tests.clients.databases import Databases

_CORE = """
create temp table bystander as
  select uuidv7() as learner_id, number from generate_series(1, {count}) as number;
insert into accounts_user select made.* from bystander b, accounts_user as original
  cross join lateral jsonb_populate_record(original, jsonb_build_object(
    'id', b.learner_id, 'email', 'bystander-' || b.number || '@example.org')) as made
  where original.id = '{learner_id}';
insert into freshness select made.* from bystander b, freshness as original
  cross join lateral jsonb_populate_record(
    original, jsonb_build_object('learner_id', b.learner_id)) as made
  where original.learner_id = '{learner_id}';
insert into dashboard_row select made.* from bystander b, dashboard_row as original
  cross join lateral jsonb_populate_record(
    original, jsonb_build_object('learner_id', b.learner_id)) as made
  where original.learner_id = '{learner_id}';
"""
_PROFILER = """
create temp table bystander as
  select uuidv7() as learner_id, uuidv7() as session_id from generate_series(1, {count});
insert into profiling_session select made.* from bystander b, profiling_session as original
  cross join lateral jsonb_populate_record(original, jsonb_build_object(
    'id', b.session_id, 'learner_id', b.learner_id)) as made
  where original.learner_id = '{learner_id}';
insert into answer
  (session_id, question_id, learner_id, selected_option, answer_version, response_time_ms,
   answered_at, received_at)
  select b.session_id, question_id, b.learner_id, 'A', 1, 4000, past.at, past.at
  from bystander b, unnest('{{{questions}}}'::text[]) as question_id,
    (select now() - interval '1 day' as at) as past;
"""
_TABLES = {
    "core": ("accounts_user", "freshness", "dashboard_row"),
    "profiler": ("profiling_session", "answer"),
}


def add_dashboards(databases: Databases, *, like: object, count: int) -> None:
    """Copies of one learner's user, freshness and dashboard row."""
    _run(databases, "core", _CORE.format(count=count, learner_id=like))


def add_answers(databases: Databases, *, like: object, questions: list[str], count: int) -> None:
    """Copies of one learner's open session, each with an answer of yesterday to every question:
    the progress of whoever answers now is told to core, which knows none of these.
    """
    names = ",".join(questions)
    script = _PROFILER.format(count=count, learner_id=like, questions=names)
    _run(databases, "profiler", script)


def _run(databases: Databases, service: str, script: str) -> None:
    with databases.connect(service) as connection:
        # Triggers and foreign keys guard against people; this is a copy of what they let pass.
        connection.execute("set session_replication_role = replica")
        for statement in script.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        for table in _TABLES[service]:
            connection.execute(f"vacuum analyze {table}".encode())
