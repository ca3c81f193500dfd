"""The profiler, in its own verified context, compares results with its own; it changes none."""

from django.db import migrations

from core.platform.access.actors import PROFILER_ID
from core.platform.access.rls import ACTOR, Policy

READS = Policy("profiler_reads", "core_app", "select", f"{ACTOR} = '{PROFILER_ID}'")


class Migration(migrations.Migration):
    dependencies = [("results", "0004_restored_guards")]
    operations = [
        migrations.RunSQL(READS.sql("results_result"), migrations.RunSQL.noop),
    ]
