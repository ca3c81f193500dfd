"""What becomes of every table when a learner is erased, and that nothing is added afterwards.

``tests/front/privacy/test_catalog.py`` fails for a table with learners that is not named here.
"""

from django.db import migrations

# The use case holds journey, deliveries and account by now, locked in this order: whoever comes
# second waits for the first and finds out, and nobody waits in a circle.
ERASE = """
create function privacy_erase_traces(learner uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not core_is_admin() or not exists (
    select 1 from accounts_user where id = learner and status = 'erased'
  ) then
    raise exception 'only an admin erases, and only who is marked as erased'
      using errcode = 'insufficient_privilege';
  end if;
  delete from results_result where learner_id = learner;
  delete from journey_reset where learner_id = learner;
  delete from profiling_ticket where learner_id = learner;
  delete from profiling_retake_request where learner_id = learner;
  delete from profiling_progress where learner_id = learner;
  delete from foundations_assessment_attempt where learner_id = learner;
  delete from foundations_module_progress where learner_id = learner;
  delete from foundations_enrolment where learner_id = learner;
  delete from portfolio_item where learner_id = learner;
  delete from dashboard_row where learner_id = learner;
  delete from freshness where learner_id = learner;
  delete from idempotency_record where user_id = learner;
  delete from accounts_refresh_token where session_id in (
    select id from accounts_login_session where user_id = learner);
  delete from accounts_login_session where user_id = learner;
  delete from accounts_one_time_link where user_id = learner;
  delete from accounts_credential where user_id = learner;
  update profiles_student set grade = '', goal = '' where user_id = learner;
  update audit_entry set reason = null where reason is not null and (
    subject_id = learner or subject_id in (
      select id from outbox_delivery where ordering_key = learner and status = 'discarded'));
  update outbox_delivery set status = 'done', outcome = 'erased', finished_at = now(),
    leased_until = null, last_error = null
  where ordering_key = learner and consumer <> 'profiler' and status in ('pending', 'dead');
end $$;
revoke execute on function privacy_erase_traces from public;
grant execute on function privacy_erase_traces to core_app;
"""
# Erasing holds the account's row, so an insert that began before waits here for its end.
REFUSE = """
create function privacy_refuse_erased() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  person uuid;
begin
  if tg_argv[0] = 'user_id' then
    person := new.user_id;
  else
    person := new.learner_id;
  end if;
  perform 1 from accounts_user where id = person and status <> 'erased' for key share;
  if not found then
    raise exception 'nothing is kept about somebody who was erased'
      using errcode = 'check_violation', constraint = 'privacy_erased_stays_erased';
  end if;
  return null;
end $$;
"""
GUARD = """
create trigger privacy_erased_stays_erased after insert on {table}
  for each row execute function privacy_refuse_erased('{column}');
"""
GUARDED = {
    "results_result": "learner_id",
    "journey_reset": "learner_id",
    "profiling_ticket": "learner_id",
    "profiling_retake_request": "learner_id",
    "profiling_progress": "learner_id",
    "foundations_assessment_attempt": "learner_id",
    "foundations_module_progress": "learner_id",
    "foundations_enrolment": "learner_id",
    "portfolio_item": "learner_id",
    "dashboard_row": "learner_id",
    "accounts_login_session": "user_id",
    "accounts_one_time_link": "user_id",
    "accounts_credential": "user_id",
}


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0003_erased"),
        ("profiles", "0002_row_level_security"),
        ("journey", "0009_erased_guards"),
        ("results", "0006_about"),
        ("profiling", "0005_about"),
        ("foundations", "0002_row_level_security"),
        ("portfolio", "0002_row_level_security"),
        ("dashboard", "0002_row_level_security"),
        ("freshness", "0003_about"),
        ("idempotency", "0002_row_level_security"),
        ("audit", "0002_row_level_security"),
        ("outbox", "0006_figures"),
    ]
    operations = [
        migrations.RunSQL(ERASE, "drop function privacy_erase_traces(uuid)"),
        migrations.RunSQL(REFUSE, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(GUARD.format(table=table, column=column), migrations.RunSQL.noop)
            for table, column in GUARDED.items()
        ),
    ]
