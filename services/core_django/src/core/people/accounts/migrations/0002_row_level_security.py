from django.db import migrations

from core.platform.access.rls import admin_policy, role_policy, secure, self_policy

IS_ADMIN = """
create function core_is_admin() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (
    select 1 from accounts_role_grant g join accounts_user u on u.id = g.user_id
    where g.user_id = nullif(current_setting('app.user_id', true), '')::uuid
      and g.role = 'admin' and u.status = 'active'
  );
end $$;
grant execute on function core_is_admin() to core_app;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables"), ("access", "0001_schema")]
    operations = [
        migrations.RunSQL(IS_ADMIN, "drop function core_is_admin()"),
        secure(
            "accounts_user",
            policies=[
                self_policy("id", "select"),
                admin_policy(),
                role_policy("core_auth"),
                role_policy("core_worker", "select"),
            ],
            grants={
                "core_app": "select, insert, update",
                "core_auth": "select, update",
                "core_worker": "select",
            },
        ),
        secure(
            "accounts_role_grant",
            policies=[
                self_policy("user_id", "select"),
                admin_policy(),
                role_policy("core_auth", "select"),
                role_policy("core_worker", "select"),
            ],
            grants={
                "core_app": "select, insert",
                "core_auth": "select",
                "core_worker": "select",
            },
        ),
        secure(
            "accounts_credential",
            policies=[role_policy("core_auth")],
            grants={"core_auth": "select, insert, update"},
        ),
        secure(
            "accounts_login_session",
            policies=[
                self_policy("user_id", "select"),
                admin_policy(),
                role_policy("core_auth"),
            ],
            grants={"core_app": "select, update", "core_auth": "select, insert, update"},
        ),
        secure(
            "accounts_refresh_token",
            policies=[role_policy("core_auth")],
            grants={"core_auth": "select, insert, update"},
        ),
        secure(
            "accounts_one_time_link",
            policies=[admin_policy(), role_policy("core_auth"), role_policy("core_worker")],
            grants={
                "core_app": "select, insert, update",
                "core_auth": "select, insert, update",
                "core_worker": "select, insert, update",
            },
        ),
    ]
