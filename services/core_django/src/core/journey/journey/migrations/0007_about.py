"""Verified events about several learners at once reach the rows of these learners."""

from django.db import migrations

from core.platform.access.rls import about_policy

POLICIES = [about_policy("learner_id", "select"), about_policy("learner_id", "update")]


class Migration(migrations.Migration):
    dependencies = [("journey", "0006_worker_repairs")]
    operations = [
        migrations.RunSQL([policy.sql("journey_journey") for policy in POLICIES], migrations.RunSQL.noop),
    ]
