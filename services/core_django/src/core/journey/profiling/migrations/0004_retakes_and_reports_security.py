from django.db import migrations

from core.platform.access.actors import PROFILER_ID
from core.platform.access.rls import ACTOR, Policy, admin_policy, secure, self_policy

IS_PROFILER = f"{ACTOR} = '{PROFILER_ID}'"


class Migration(migrations.Migration):
    dependencies = [
        ("profiling", "0003_retakes_and_reports"),
        ("accounts", "0002_row_level_security"),
    ]
    operations = [
        secure(
            "profiling_retake_request",
            policies=[
                self_policy("learner_id", "select"),
                self_policy("learner_id", "insert"),
                Policy(
                    "self_withdraw",
                    "core_app",
                    "update",
                    f"learner_id = {ACTOR}",
                    f"learner_id = {ACTOR} and state = 'withdrawn'",
                ),
                admin_policy("select"),
                admin_policy("update"),
            ],
            grants={
                "core_app": "select, insert,"
                " update (state, decided_at, decided_by_id, answer, granted_epoch)"
            },
        ),
        secure(
            "profiling_progress",
            policies=[
                self_policy("learner_id", "select"),
                self_policy("learner_id", "insert"),
                self_policy("learner_id", "update"),
                admin_policy("select"),
            ],
            grants={"core_app": "select, insert, update"},
        ),
        secure(
            "profiling_bank_report",
            policies=[
                Policy("profiler_all", "core_app", "all", IS_PROFILER),
                admin_policy("select"),
            ],
            grants={"core_app": "select, insert, update"},
        ),
    ]
