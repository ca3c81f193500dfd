from django.db import migrations

from core.platform.access.rls import role_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [
        ("dashboard", "0001_tables"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        secure(
            "dashboard_row",
            policies=[self_policy("learner_id"), role_policy("core_worker")],
            grants={
                "core_app": "select, insert, update",
                "core_worker": "select, insert, update",
            },
        ),
    ]
