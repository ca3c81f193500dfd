"""Many learners whose result was just applied: copies of one, by set-based SQL."""

import os
from uuid import UUID

import psycopg

from core.platform.common.ids import new_id

# Triggers and foreign keys guard against people; this is a copy of what they let pass.
_COPY = """
set session_replication_role = replica;
create temp table made on commit drop as
  select learner_id, uuidv7() as result_id, uuidv7() as event_id
  from unnest('{learners}'::uuid[]) as learner_id;
insert into accounts_user select copy.* from made, accounts_user as original
  cross join lateral jsonb_populate_record(original, jsonb_build_object(
    'id', made.learner_id, 'email', made.learner_id || '@example.org')) as copy
  where original.id = '{like}';
insert into profiles_student select copy.* from made, profiles_student as original
  cross join lateral jsonb_populate_record(
    original, jsonb_build_object('user_id', made.learner_id)) as copy
  where original.user_id = '{like}';
insert into freshness (learner_id, version, changed_at) select learner_id, 1, now() from made;
insert into results_result select copy.* from made, results_result as original
  cross join lateral jsonb_populate_record(original, jsonb_build_object('id', made.result_id,
    'learner_id', made.learner_id, 'session_id', uuidv7())) as copy
  where original.learner_id = '{like}';
insert into journey_journey select copy.* from made, journey_journey as original
  cross join lateral jsonb_populate_record(original, jsonb_build_object(
    'learner_id', made.learner_id, 'result_id', made.result_id)) as copy
  where original.learner_id = '{like}';
insert into outbox_event (id, type, payload, ordering_key, published_at)
  select event_id, 'profiling.completed', original.payload || jsonb_build_object(
    'learner_id', learner_id, 'result_id', result_id), learner_id, now()
  from made, outbox_event as original
  where original.type = 'profiling.completed' and original.ordering_key = '{like}';
insert into outbox_delivery (id, event_id, consumer, ordering_key, status, attempts,
    bad_signatures, next_attempt_at, fence)
  select uuidv7(), event_id, consumer, learner_id, 'pending', 0, 0, now(), 0
  from made, unnest(array['dashboard', 'portfolio']) as consumer
"""


def copy_applied(like: UUID, count: int) -> list[UUID]:
    """So many learners with the journey and result of ``like``; portfolio and dashboard have not
    heard of them yet.
    """
    learners = [new_id() for _ in range(count)]
    database = os.environ["CORE_DATABASE_OWNER_URL"].rpartition("/")[2]
    with psycopg.connect(os.environ["POSTGRES_SUPERUSER"], dbname=database) as connection:
        names = "{" + ",".join(str(one) for one in learners) + "}"
        for statement in _COPY.format(learners=names, like=like).split(";\n"):
            connection.execute(statement.encode())
    return learners
