from django.db import migrations

from core.platform.access.rls import role_policy, secure, self_policy


class Migration(migrations.Migration):
    dependencies = [("idempotency", "0001_tables"), ("access", "0001_schema")]
    operations = [
        secure(
            "idempotency_record",
            policies=[self_policy("user_id"), role_policy("core_worker")],
            grants={
                "core_app": "select, insert, update, delete",
                "core_worker": "select, delete",
            },
        ),
    ]
