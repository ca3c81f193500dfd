from django.db import migrations

from core.platform.access.rls import admin_policy, secure


class Migration(migrations.Migration):
    dependencies = [("journey", "0004_reset"), ("accounts", "0002_row_level_security")]
    operations = [
        secure(
            "journey_reset",
            policies=[
                admin_policy("select"),
                admin_policy("insert"),
                admin_policy("update"),
            ],
            grants={"core_app": "select, insert, update (undone_at)"},
        ),
    ]
