"""What the database refuses, whoever asks (spec 20). Kept by the catalog test."""

from django.db import migrations

TRACKS = "('defender','offensive','grc','innovation','leadership')"
SQL = f"""
alter table journey_journey
  add constraint journey_flag_has_result check (profiling_complete = (result_id is not null)),
  add constraint journey_result_has_track
    check ((result_id is null) = (recommended_track is null)),
  add constraint journey_track_has_result check (track is null or result_id is not null),
  add constraint journey_foundations_need_track
    check (not foundations_complete or (profiling_complete and track is not null)),
  add constraint journey_foundations_have_time
    check (foundations_complete = (foundations_completed_at is not null)),
  add constraint journey_track_known check (track is null or track in {TRACKS}),
  add constraint journey_epoch_positive check (epoch >= 1),
  add constraint journey_result_of_epoch
    foreign key (learner_id, epoch, result_id, recommended_track)
    references results_result (learner_id, epoch, id, recommended_track)
    on update no action on delete no action not deferrable;
alter table results_result
  add constraint results_track_known check (recommended_track in {TRACKS}),
  add constraint results_epoch_positive check (epoch >= 1);
create function journey_refuse_falling_epoch() returns trigger language plpgsql as $$
begin
  if new.epoch < old.epoch then
    raise exception 'the epoch never falls (% to %)', old.epoch, new.epoch
      using errcode = 'check_violation', constraint = 'journey_epoch_never_falls';
  end if;
  return new;
end $$;
create trigger journey_epoch_never_falls before update on journey_journey
  for each row execute function journey_refuse_falling_epoch();
create function results_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a stored result never changes'
    using errcode = 'check_violation', constraint = 'results_result_immutable';
end $$;
create trigger results_result_immutable before update on results_result
  for each row execute function results_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("journey", "0001_tables"), ("results", "0002_row_level_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
