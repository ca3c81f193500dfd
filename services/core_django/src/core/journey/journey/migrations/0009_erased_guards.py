"""No result, no track and no reset for somebody who was erased, whoever asks."""

from django.db import migrations

SQL = """
alter table journey_journey
  add constraint journey_erased_has_event
    check ((erased_at is null) = (erasure_event_id is null)),
  add constraint journey_erased_is_empty
    check (erased_at is null or (not profiling_complete and not foundations_complete));
create function journey_refuse_return() returns trigger language plpgsql as $$
begin
  raise exception 'the journey of an erased learner never changes'
    using errcode = 'check_violation', constraint = 'journey_erased_is_final';
end $$;
create trigger journey_erased_is_final before update on journey_journey
  for each row when (old.erased_at is not null) execute function journey_refuse_return();
"""


class Migration(migrations.Migration):
    dependencies = [("journey", "0008_erased")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
