from django.db import migrations

from core.platform.access.rls import admin_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [
        ("profiling", "0001_tables"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        secure(
            "profiling_ticket",
            policies=[
                self_policy("learner_id", "select"),
                self_policy("learner_id", "insert"),
                admin_policy("select"),
            ],
            grants={"core_app": "select, insert"},
        ),
    ]
