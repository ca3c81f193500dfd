"""Verified events about several learners at once reach the rows of these learners."""

from django.db import migrations

from core.platform.access.rls import about_policy

POLICIES = [about_policy("learner_id", "select")]


class Migration(migrations.Migration):
    dependencies = [("profiling", "0004_retakes_and_reports_security")]
    operations = [
        migrations.RunSQL([policy.sql("profiling_ticket") for policy in POLICIES], migrations.RunSQL.noop),
    ]
