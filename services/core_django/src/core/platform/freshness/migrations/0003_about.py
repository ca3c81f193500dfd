"""Verified events about several learners at once reach the rows of these learners."""

from django.db import migrations

from core.platform.access.rls import about_policy

POLICIES = [about_policy("learner_id", "select"), about_policy("learner_id", "insert"), about_policy("learner_id", "update")]


class Migration(migrations.Migration):
    dependencies = [("freshness", "0002_row_level_security")]
    operations = [
        migrations.RunSQL([policy.sql("freshness") for policy in POLICIES], migrations.RunSQL.noop),
    ]
