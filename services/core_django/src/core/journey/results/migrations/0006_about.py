"""Verified events about several learners at once reach the rows of these learners."""

from django.db import migrations

from core.platform.access.rls import about_policy

POLICIES = [about_policy("learner_id", "select"), about_policy("learner_id", "insert")]


class Migration(migrations.Migration):
    dependencies = [("results", "0005_profiler_reads")]
    operations = [
        migrations.RunSQL([policy.sql("results_result") for policy in POLICIES], migrations.RunSQL.noop),
    ]
