from django.db import migrations

from core.platform.access.rls import role_policy, secure

_INSERT_ONLY = [role_policy("core_app", "insert"), role_policy("core_auth", "insert")]
_GRANTS = {"core_app": "insert", "core_auth": "insert"}


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_tables"), ("access", "0001_schema")]
    operations = [
        secure(
            "outbox_event",
            policies=[*_INSERT_ONLY, role_policy("core_worker")],
            grants={**_GRANTS, "core_worker": "select, insert"},
        ),
        secure(
            "outbox_delivery",
            policies=[*_INSERT_ONLY, role_policy("core_worker")],
            grants={**_GRANTS, "core_worker": "select, insert, update"},
        ),
    ]
