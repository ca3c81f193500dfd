from django.db import migrations

from core.platform.access.rls import admin_policy, role_policy, secure, self_policy


def own(table: str) -> migrations.RunSQL:
    return secure(
        table,
        policies=[
            self_policy("learner_id"),
            admin_policy(),
            role_policy("core_worker", "select"),
        ],
        grants={"core_app": "select, insert, update", "core_worker": "select"},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("foundations", "0001_tables"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        own("foundations_enrolment"),
        own("foundations_module_progress"),
        own("foundations_assessment_attempt"),
    ]
