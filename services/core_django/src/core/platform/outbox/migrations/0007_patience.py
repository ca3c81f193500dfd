"""Count what waits by its reason, whether or not the receiver also named a time to wait for."""

from django.db import migrations

# As in 0006; an alarm about a reason must not miss it for a Retry-After beside it.
FIGURES = """
create or replace function list_figures()
returns table (metric text, labels jsonb, value double precision)
language sql stable security definer set search_path = pg_catalog, public as $$
  select figure.* from (
    select d.consumer, split_part(coalesce(d.last_error, 'none'), ', told to wait', 1) as reason,
      count(*) as waiting,
      extract(epoch from now() - min(coalesce(d.revived_at, e.published_at))) as oldest
    from outbox_delivery d join outbox_event e on e.id = d.event_id
    where d.status = 'pending' group by 1, 2
  ) as pending cross join lateral (values
    ('outbox_pending', jsonb_build_object('receiver', consumer, 'reason', reason),
      waiting::double precision),
    ('outbox_oldest_seconds', jsonb_build_object('receiver', consumer, 'reason', reason),
      greatest(0, oldest)::double precision)
  ) as figure
  union all
  select 'outbox_ended',
    jsonb_build_object('receiver', consumer, 'state', coalesce(outcome, status)), count(*)
  from outbox_delivery where status <> 'pending' group by consumer, coalesce(outcome, status)
  union all
  select 'outbox_leases_expired', '{}', count(*)
  from outbox_delivery where status = 'pending' and leased_until < now()
  union all
  select figure.* from outbox_relay_state cross join lateral (values
    ('receiver_away', jsonb_build_object('receiver', receiver), is_away::int::double precision),
    ('relay_seen_seconds', jsonb_build_object('receiver', receiver),
      greatest(0, extract(epoch from now() - seen_at))::double precision)
  ) as figure
  union all
  select 'inbox_received', jsonb_build_object('outcome', outcome), count(*)
  from inbox_row where source = 'profiler' group by outcome
  union all
  select 'journey_repaired', '{}', count(*)
  from audit_entry where action = 'journey.result_applied' and actor_label = 'beat'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0006_figures")]
    operations = [migrations.RunSQL(FIGURES, migrations.RunSQL.noop)]
