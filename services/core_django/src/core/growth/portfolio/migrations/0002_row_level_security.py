from django.db import migrations

from core.platform.access.rls import role_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0001_tables"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        secure(
            "portfolio_item",
            policies=[
                self_policy("learner_id", "select"),
                self_policy("learner_id", "update"),
                role_policy("core_worker", "select"),
                role_policy("core_worker", "insert"),
            ],
            grants={"core_app": "select, update", "core_worker": "select, insert"},
        ),
    ]
