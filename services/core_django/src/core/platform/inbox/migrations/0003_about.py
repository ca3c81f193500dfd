"""Verified events about several learners at once reach the rows of these learners."""

from django.db import migrations

from core.platform.access.rls import about_policy

POLICIES = [about_policy("learner_id", "select"), about_policy("learner_id", "insert")]


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_row_level_security")]
    operations = [
        migrations.RunSQL([policy.sql("inbox_row") for policy in POLICIES], migrations.RunSQL.noop),
    ]
