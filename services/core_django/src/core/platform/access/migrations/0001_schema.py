"""The ground of row-level security: nothing is anyone's by default."""

from django.db import migrations

SQL = """
grant select on django_migrations to core_app, core_worker;
alter default privileges revoke all on tables from public;
alter default privileges revoke execute on functions from public;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
