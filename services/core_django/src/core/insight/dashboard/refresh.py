"""The one definition of the body, set-based: it serves one learner, a batch and everyone.

Version and data are read in one statement, hence in one snapshot; an older body never replaces a
newer one. The parts of the rank are named columns; ``domain.rank_actions`` is their oracle.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connections

from core.platform.access.scopes import require_writing

_FEW = 64
_SQL = """
with facts as (
  select
    j.learner_id, f.version, j.epoch, j.profiling_complete, j.foundations_complete,
    j.track, j.recommended_track, u.email, u.first_name, u.last_name, u.time_zone,
    s.grade, s.goal,
    r.body::json -> 'track' as fit, coalesce(r.body::json -> 'level' ->> 'verified',
      r.body::json -> 'level' ->> 'selected') as level,
    coalesce(m.done, 0) as modules_done, cardinality(%(modules)s::text[]) as modules_total,
    e.assessment_passed_at is not null as assessment_passed,
    case when e.assessment_retry_at > now() then e.assessment_retry_at end as retry_at,
    e.reflected_at is not null as reflected,
    e.confirmed_track is not null as confirmed,
    coalesce(p.items, 0) as portfolio_items, p.unedited_id
  from unnest(%(ids)s::uuid[]) as wanted(learner_id)
  join journey_journey j on j.learner_id = wanted.learner_id
  join freshness f on f.learner_id = wanted.learner_id
  join accounts_user u on u.id = wanted.learner_id
  join profiles_student s on s.user_id = wanted.learner_id
  left join results_result r on r.id = j.result_id
  left join foundations_enrolment e on e.learner_id = wanted.learner_id
  left join lateral (
    select count(*)::int as done from foundations_module_progress mp
    where mp.learner_id = wanted.learner_id and mp.completed_at is not null
      and mp.module_id = any(%(modules)s::text[])
  ) m on true
  left join lateral (
    select count(*)::int as items,
      (array_agg(i.id order by i.id) filter (
        where i.kind = 'value_statement' and i.source_id = j.result_id and i.edited_at is null
      ))[1] as unedited_id
    from portfolio_item i where i.learner_id = wanted.learner_id
  ) p on true
),
judged as (
  select facts.*,
    profiling_complete and not foundations_complete as is_learning,
    modules_done >= modules_total as has_read_all,
    coalesce((fit ->> 'band') = 'low' or (fit ->> 'tie')::boolean, false) as is_undecided,
    case when not profiling_complete then 'profiling'
      when not foundations_complete then 'foundations' else 'dashboard' end as step
  from facts
),
ranked as (
  select j.learner_id, a.*, a.journey + a.decision + a.upkeep as total,
    row_number() over (
      partition by j.learner_id order by a.journey + a.decision + a.upkeep desc, a.type
    ) as place
  from judged j, lateral (values
    ('finish_profiling', not j.profiling_complete, 100, 0, 0, 'high',
      'Finish your profile', 'no-result-in-this-epoch', '/profiling', false),
    ('continue_foundations', j.is_learning and not j.has_read_all, 90, 0, 0, 'high',
      'Continue the foundations course', 'modules-open', '/foundations', false),
    ('take_assessment', j.is_learning and j.has_read_all and not j.assessment_passed, 85, 0, 0,
      'high', 'Take the orientation assessment', 'assessment-open', '/foundations', false),
    ('write_reflection', j.is_learning and j.has_read_all and not j.reflected, 80, 0, 0,
      'normal', 'Write your reflection', 'reflection-open', '/foundations', false),
    ('confirm_track', j.is_learning and not j.confirmed,
      case when j.has_read_all then 70 else 30 end,
      case when j.is_undecided then 20 else 0 end, 0, 'normal',
      'Choose your track', 'track-not-confirmed', '/foundations', true),
    ('finish_foundations', j.is_learning and j.has_read_all and j.assessment_passed
      and j.reflected and j.confirmed, 95, 0, 0, 'high',
      'Begin your track', 'everything-done', '/foundations', false),
    ('begin_track', j.foundations_complete, 60, 0, 0, 'normal',
      'Begin your track', 'foundations-complete', '/dashboard', true),
    ('review_value_statement', j.unedited_id is not null, 0, 0, 40, 'low',
      'Put your value statement in your own words', 'statement-not-reviewed', '/portfolio', false)
  ) as a(type, applies, journey, decision, upkeep, urgency, title, reason, url, about_fit)
  where a.applies
),
actions as (
  select r.learner_id, json_agg(json_build_object(
    'type', r.type, 'title', r.title, 'reason', r.reason,
    'evidence', json_build_object(
      'modules_done', case when r.reason = 'modules-open' then j.modules_done end,
      'modules_total', case when r.reason = 'modules-open' then j.modules_total end,
      'band', case when r.about_fit then j.fit ->> 'band' end,
      'tie', case when r.about_fit then (j.fit ->> 'tie')::boolean end,
      'item_id', case when r.upkeep > 0 then j.unedited_id end
    ),
    'urgency', r.urgency, 'deadline', null,
    'available_at', case when r.type = 'take_assessment' then j.retry_at end, 'url', r.url,
    'score', json_build_object('journey', r.journey, 'decision', r.decision,
      'upkeep', r.upkeep, 'total', r.total)
  ) order by r.place) as list
  from ranked r join judged j on j.learner_id = r.learner_id group by r.learner_id
)
insert into dashboard_row (learner_id, version, body, stale_at, refreshed_at)
select j.learner_id, j.version, json_build_object(
  'journey', json_build_object('step', j.step, 'epoch', j.epoch,
    'profiling_complete', j.profiling_complete, 'foundations_complete', j.foundations_complete),
  'future_self', json_build_object('track', j.track, 'recommended_track', j.recommended_track,
    'alignment_percent', (j.fit -> 'match' ->> j.track)::float, 'band', j.fit ->> 'band',
    'tie', (j.fit ->> 'tie')::boolean, 'level', j.level, 'readiness_window', null),
  'actions', coalesce(a.list, '[]'::json),
  'quick_stats', json_build_object('modules_done', j.modules_done,
    'modules_total', j.modules_total, 'portfolio_items', j.portfolio_items),
  'basics', json_build_object('id', j.learner_id, 'email', j.email, 'first_name', j.first_name,
    'last_name', j.last_name, 'grade', j.grade, 'goal', j.goal, 'time_zone', j.time_zone)
)::text, j.retry_at, now()
from judged j left join actions a on a.learner_id = j.learner_id
order by j.learner_id
on conflict (learner_id) do update
set version = excluded.version, body = excluded.body, stale_at = excluded.stale_at,
  refreshed_at = excluded.refreshed_at
where excluded.version >= dashboard_row.version
"""


def refresh_rows(learner_ids: Sequence[UUID], *, mandatory_modules: Sequence[str]) -> int:
    """Build and store the rows of these learners in one statement; the number written."""
    with connections[require_writing().alias].cursor() as cursor:
        if len(learner_ids) <= _FEW:
            # Planning costs ten times what one row does, and the plan for a few is always the same.
            cursor.execute("set local plan_cache_mode = force_generic_plan")
        cursor.execute(_SQL, {"ids": list(learner_ids), "modules": list(mandatory_modules)})
        written: int = cursor.rowcount
        return written
