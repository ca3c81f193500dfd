from django.db import migrations

from core.platform.access.rls import IS_ADMIN, Policy, admin_policy

POLICIES = (
    ("outbox_event", admin_policy("select")),
    ("outbox_delivery", admin_policy("select")),
    ("outbox_delivery", Policy("admin_update", "core_app", "update", IS_ADMIN)),
)
GRANTS = """
grant select on outbox_event, outbox_delivery to core_app;
grant update (status, attempts, bad_signatures, next_attempt_at, revived_at, last_error, finished_at)
  on outbox_delivery to core_app
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0003_dead_letters"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        *(
            migrations.RunSQL(policy.sql(table), migrations.RunSQL.noop)
            for table, policy in POLICIES
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
