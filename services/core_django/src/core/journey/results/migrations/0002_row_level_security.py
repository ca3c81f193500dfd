from django.db import migrations

from core.platform.access.rls import admin_policy, role_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0001_tables"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        secure(
            "results_result",
            policies=[
                self_policy("learner_id", "select"),
                self_policy("learner_id", "insert"),
                admin_policy("select"),
                role_policy("core_worker", "select"),
            ],
            grants={"core_app": "select, insert", "core_worker": "select"},
        ),
    ]
