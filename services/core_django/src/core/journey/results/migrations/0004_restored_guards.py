"""A restored result is its origin again: same learner, session and bytes. Only admins restore."""

from django.db import migrations

from core.platform.access.rls import IS_ADMIN, Policy

GUARDS = """
alter table results_result add constraint results_restored_is_its_origin
  foreign key (restored_from_id, learner_id, result_sha256, session_id)
  references results_result (id, learner_id, result_sha256, session_id)
  on update no action on delete no action not deferrable;
"""
RESTORE = Policy(
    "admin_restore", "core_app", "insert", check=f"{IS_ADMIN} and restored_from_id is not null"
)


class Migration(migrations.Migration):
    dependencies = [("results", "0003_restored")]
    operations = [
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunSQL(RESTORE.sql("results_result"), migrations.RunSQL.noop),
    ]
