"""Who was erased stays erased: the row keeps its id and never changes again."""

from django.db import migrations

FINAL = """
create function accounts_refuse_return() returns trigger language plpgsql as $$
begin
  raise exception 'an erased account never changes'
    using errcode = 'check_violation', constraint = 'accounts_erased_is_final';
end $$;
create trigger accounts_erased_is_final before update on accounts_user
  for each row when (old.status = 'erased') execute function accounts_refuse_return();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_row_level_security")]
    operations = [migrations.RunSQL(FINAL, migrations.RunSQL.noop)]
