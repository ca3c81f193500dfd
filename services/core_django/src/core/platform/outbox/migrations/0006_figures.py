"""Figures about all rows for whoever reads the metrics; never the rows themselves.

The function runs with the owner's rights, takes nothing and gives numbers only.
"""

from django.db import migrations

from core.platform.access.rls import role_policy, secure

FIGURES = """
create function list_figures() returns table (metric text, labels jsonb, value double precision)
language sql stable security definer set search_path = pg_catalog, public as $$
  select figure.* from (
    select d.consumer, coalesce(d.last_error, 'none') as reason, count(*) as waiting,
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
revoke execute on function list_figures from public;
grant execute on function list_figures to core_app
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0005_relay_state"),
        ("inbox", "0002_row_level_security"),
        ("audit", "0002_row_level_security"),
    ]
    operations = [
        secure(
            "outbox_relay_state",
            policies=[role_policy("core_worker")],
            grants={"core_worker": "select, insert, update"},
        ),
        migrations.RunSQL(FIGURES, "drop function list_figures()"),
    ]
