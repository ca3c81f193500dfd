"""What core's database holds about racers: one statement, whatever their number."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import psycopg

Facts = Mapping[str, Any]
"""One learner as ``_READ`` names it."""

# Runs at each commit that changes a journey, while the row is still locked, and keeps what then
# stands there: what was true between two answers must be right as well.
WATCH = """
create table if not exists race_commit (place bigint generated always as identity,
  learner_id uuid, version bigint, epoch int, is_complete boolean, result_epoch int,
  result_track text, recommended text, track text);
create index if not exists race_commit_learner on race_commit (learner_id);
create or replace function race_note_commit() returns trigger language plpgsql security definer as
$$ begin
  insert into race_commit (learner_id, version, epoch, is_complete, result_epoch, result_track,
      recommended, track)
    select j.learner_id, j.version, j.epoch, j.profiling_complete, r.epoch, r.recommended_track,
      j.recommended_track, j.track
    from journey_journey j left join results_result r on r.id = j.result_id
    where j.learner_id = new.learner_id;
  return null;
end $$;
drop trigger if exists race_note_commit on journey_journey;
create constraint trigger race_note_commit after update on journey_journey
  deferrable initially deferred for each row execute function race_note_commit();
"""
_READ = """
select j.learner_id, json_build_object(
  'epoch', j.epoch, 'version', j.version, 'is_complete', j.profiling_complete,
  'is_erased', j.erased_at is not null, 'result_id', j.result_id, 'recommended', j.recommended_track, 'track', j.track,
  'results', (select coalesce(json_agg(json_build_object('id', r.id, 'epoch', r.epoch,
      'event_id', r.event_id, 'session_id', r.session_id, 'sha256', r.result_sha256,
      'body_sha256', encode(sha256(convert_to(r.body, 'UTF8')), 'hex'),
      'track', r.recommended_track, 'restored_from', r.restored_from_id,
      'has_ticket', exists (select 1 from profiling_ticket t
        where t.learner_id = r.learner_id and t.epoch = r.epoch)) order by r.epoch), '[]')
    from results_result r where r.learner_id = j.learner_id),
  'tickets', (select count(*) from profiling_ticket t where t.learner_id = j.learner_id),
  'inbox', (select coalesce(json_agg(json_build_array(i.event_id, i.outcome)), '[]')
    from inbox_row i where i.source = 'profiler' and i.learner_id = j.learner_id),
  'audit', (select coalesce(json_agg(json_build_object('action', a.action, 'before', a.before,
      'after', a.after) order by a.recorded_at, a.id), '[]')
    from audit_entry a where a.subject_id = j.learner_id and a.action like 'journey.%%'),
  'outbox', (select coalesce(json_agg(json_build_object('type', e.type, 'payload', e.payload)
      order by e.id), '[]') from outbox_event e where e.ordering_key = j.learner_id),
  'commits', (select coalesce(json_agg(json_build_object('version', c.version, 'epoch', c.epoch,
      'is_complete', c.is_complete, 'result_epoch', c.result_epoch,
      'result_track', c.result_track, 'recommended', c.recommended, 'track', c.track)
      order by c.place), '[]') from race_commit c where c.learner_id = j.learner_id)
) from journey_journey j where j.learner_id = any(%s)
"""


def read_facts(
    owner: psycopg.Connection[tuple[Any, ...]], learner_ids: Sequence[UUID]
) -> dict[UUID, Facts]:
    """Facts by learner."""
    return dict(owner.execute(_READ, [list(learner_ids)]).fetchall())
