from django.db import migrations

from core.platform.access.rls import role_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_tables"), ("access", "0001_schema")]
    operations = [
        secure(
            "inbox_row",
            policies=[
                self_policy("learner_id", "select"),
                self_policy("learner_id", "insert"),
                role_policy("core_worker"),
            ],
            grants={"core_app": "select, insert", "core_worker": "select, insert"},
        ),
    ]
