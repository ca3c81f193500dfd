from django.db import migrations

from core.platform.access.rls import admin_policy, role_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0001_tables"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        secure(
            "profiles_student",
            policies=[
                self_policy("user_id", "select"),
                admin_policy(),
                role_policy("core_worker", "select"),
            ],
            grants={"core_app": "select, insert, update", "core_worker": "select"},
        ),
    ]
