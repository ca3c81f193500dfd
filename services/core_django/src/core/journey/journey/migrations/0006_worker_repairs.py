"""The worker may give a journey its lost flag back, and change no journey that has one."""

from django.db import migrations

from core.platform.access.rls import Policy

REPAIRS = Policy(
    "worker_repairs", "core_worker", "update", "not profiling_complete", "profiling_complete"
)


class Migration(migrations.Migration):
    dependencies = [("journey", "0005_reset_security")]
    operations = [
        migrations.RunSQL(
            [REPAIRS.sql("journey_journey"), "grant update on journey_journey to core_worker"],
            migrations.RunSQL.noop,
        ),
    ]
