from django.db import migrations

from core.platform.access.rls import admin_policy, role_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [("journey", "0002_constraints")]
    operations = [
        secure(
            "journey_journey",
            policies=[
                self_policy("learner_id", "select"),
                self_policy("learner_id", "update"),
                admin_policy(),
                role_policy("core_worker", "select"),
            ],
            grants={"core_app": "select, insert, update", "core_worker": "select"},
        ),
    ]
