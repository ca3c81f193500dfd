from django.db import migrations

from core.platform.access.rls import role_policy, secure


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables"), ("access", "0001_schema")]
    operations = [
        secure(
            "audit_entry",
            policies=[
                role_policy("core_app", "insert"),
                role_policy("core_auth", "insert"),
                role_policy("core_worker", "insert"),
            ],
            grants={"core_app": "insert", "core_auth": "insert", "core_worker": "insert"},
        ),
    ]
