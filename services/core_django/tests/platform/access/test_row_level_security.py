"""Row-level security by raw SQL: each table, each role, with the right, a foreign and no context."""

from uuid import UUID

import psycopg
import pytest

from core_testing import raw, sync
from tests.clients.core_client import CoreClient

OURS = (
    "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = 'public' and c.relkind = 'r'"
)
# Django's own tables: no personal data, no rights for the application roles but the named ones.
FRAMEWORK = {
    "django_migrations", "django_content_type", "django_admin_log", "auth_group",
    "auth_group_permissions", "auth_permission",
}  # fmt: skip
LEARNER_TABLES = {
    "accounts_user": "id",
    "accounts_role_grant": "user_id",
    "accounts_login_session": "user_id",
    "profiles_student": "user_id",
    "journey_journey": "learner_id",
    "results_result": "learner_id",
    "profiling_ticket": "learner_id",
    "profiling_retake_request": "learner_id",
    "profiling_progress": "learner_id",
    "foundations_enrolment": "learner_id",
    "foundations_module_progress": "learner_id",
    "foundations_assessment_attempt": "learner_id",
    "portfolio_item": "learner_id",
    "dashboard_row": "learner_id",
    "freshness": "learner_id",
    "inbox_row": "learner_id",
    "idempotency_record": "user_id",
}
TOLD_ABOUT = [
    "journey_journey", "results_result", "profiling_ticket", "freshness", "inbox_row",
]  # fmt: skip
"""What applying verified events reaches."""
UNSEEN_BY_APP = ["accounts_credential", "accounts_refresh_token", "audit_entry"]
FOR_ADMINS_ALONE = ["outbox_event", "outbox_delivery", "journey_reset", "profiling_bank_report"]


@pytest.fixture(scope="module")
def full(core: CoreClient, admin: CoreClient) -> UUID:
    """A learner with at least one row in every learner table."""
    student = admin.create_active_student()
    learner = core.log_in(student.email, student.password)
    issued = learner.post("/profiler/tickets", headers={"Idempotency-Key": "rls"})
    sync.send(core, sync.event_body(student.id, 1, issued.json()["ticket"])).raise_for_status()
    learner.post("/foundations/modules/welcome/progress", {"position": 0, "active_s": 0})
    raw.run_as_owner(
        "insert into foundations_assessment_attempt (id, learner_id, number, question_ids,"
        " started_at) values (uuidv7(), %s, 1, '[]', now())",
        student.id,
    )
    raw.run_as_owner(
        "insert into portfolio_item (id, learner_id, kind, source_id, title, original_text, text,"
        " version, created_at) values (uuidv7(), %s, 'value_statement', uuidv7(), 't', 'o', 'o',"
        " 1, now())",
        student.id,
    )
    raw.run_as_owner(
        "insert into profiling_retake_request (id, learner_id, epoch, reason, state, requested_at)"
        " values (uuidv7(), %s, 1, 'r', 'pending', now())",
        student.id,
    )
    progress = sync.example_event("profiling-progress.v1") | {"learner_id": str(student.id)}
    sync.send(core, progress).raise_for_status()
    learner.get("/student/dashboard").raise_for_status()
    return student.id


def count(role: str, table: str, column: str, owner: UUID, *, as_user: UUID | None) -> int:
    with raw.connect(role, as_user=as_user) as connection:
        row = connection.execute(
            f"select count(*) from {table} where {column} = %s",
            [owner],
        ).fetchone()
    assert row is not None
    return int(row[0])


class TestCatalog:
    def test_every_table_of_ours_forces_policies(self) -> None:
        found = raw.run_as_owner(OURS + " and not (c.relrowsecurity and c.relforcerowsecurity)")
        assert {name for (name,) in found} == FRAMEWORK

    def test_every_policy_names_a_role(self) -> None:
        found = raw.run_as_owner(
            "select tablename, policyname from pg_policies where 'public' = any(roles)"
        )
        assert found == []

    def test_the_owner_sees_every_table(self) -> None:
        found = raw.run_as_owner(
            OURS + " and c.relrowsecurity and not exists (select 1 from pg_policies p"
            " where p.tablename = c.relname and p.policyname = 'owner_all')"
        )
        assert found == []

    def test_login_roles_are_weak(self) -> None:
        found = raw.run_as_owner(
            "select rolname from pg_roles where rolname like 'core\\_%%'"
            " and (rolsuper or rolbypassrls or rolcreaterole)"
        )
        assert found == []

    def test_framework_tables_are_closed_to_the_application(self) -> None:
        found = raw.run_as_owner(
            "select table_name, grantee, privilege_type from information_schema.role_table_grants"
            " where grantee in ('core_app', 'core_auth', 'core_worker') and table_name = any(%s)",
            sorted(FRAMEWORK),
        )
        assert {(t, p) for (t, _, p) in found} == {("django_migrations", "SELECT")}

    def test_every_learner_table_is_listed_here(self) -> None:
        found = raw.run_as_owner(
            "select distinct table_name from information_schema.columns"
            " where table_schema = 'public' and column_name in ('learner_id', 'user_id')"
        )
        others = {
            "accounts_credential", "accounts_one_time_link", "django_admin_log", "journey_reset",
        }  # fmt: skip
        assert {name for (name,) in found} == set(LEARNER_TABLES) - {"accounts_user"} | others


class TestLearnerTables:
    @pytest.mark.parametrize("table", LEARNER_TABLES)
    def test_show_the_own_rows(self, table: str, full: UUID) -> None:
        assert count("app", table, LEARNER_TABLES[table], full, as_user=full) >= 1

    @pytest.mark.parametrize("table", LEARNER_TABLES)
    def test_show_nothing_without_context(self, table: str, full: UUID) -> None:
        assert count("app", table, LEARNER_TABLES[table], full, as_user=None) == 0

    @pytest.mark.parametrize("table", LEARNER_TABLES)
    def test_show_nothing_of_others(self, table: str, full: UUID, admin: CoreClient) -> None:
        other = admin.create_active_student().id
        assert count("app", table, LEARNER_TABLES[table], full, as_user=other) == 0

    @pytest.mark.parametrize("table", LEARNER_TABLES)
    def test_keep_no_context_after_commit(self, table: str, full: UUID) -> None:
        with raw.connect("app", as_user=full) as connection:
            connection.commit()
            row = connection.execute(f"select count(*) from {table}").fetchone()
        assert row == (0,)

    @pytest.mark.parametrize("table", ["journey_journey", "portfolio_item", "dashboard_row"])
    def test_change_nothing_of_others(self, table: str, full: UUID, admin: CoreClient) -> None:
        other = admin.create_active_student().id
        with raw.connect("app", as_user=other) as connection:
            cursor = connection.execute(
                f"update {table} set version = version + 1 where learner_id = %s",
                [full],
            )
            assert cursor.rowcount == 0

    def test_accept_no_result_for_others(self, full: UUID, admin: CoreClient) -> None:
        other = admin.create_active_student().id
        with (
            raw.connect("app", as_user=other) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(
                "insert into profiling_ticket (jti, learner_id, epoch, issued_at, expires_at)"
                " values (uuidv7(), %s, 1, now(), now())",
                [full],
            )


class TestVerifiedEvents:
    @pytest.mark.parametrize("table", TOLD_ABOUT)
    def test_reach_the_rows_of_those_they_are_about(
        self, table: str, full: UUID, admin: CoreClient
    ) -> None:
        other = admin.create_active_student().id
        with raw.connect("app", about=[other, full]) as connection:
            found = connection.execute(f"select distinct learner_id from {table}").fetchall()
        assert full in {learner for (learner,) in found} <= {full, other}

    @pytest.mark.parametrize("table", TOLD_ABOUT)
    def test_reach_nothing_of_others(self, table: str, full: UUID, admin: CoreClient) -> None:
        other = admin.create_active_student().id
        with raw.connect("app", about=[other]) as connection:
            row = connection.execute(
                f"select count(*) from {table} where learner_id = %s", [full]
            ).fetchone()
        assert row == (0,)

    @pytest.mark.parametrize("table", sorted(set(LEARNER_TABLES) - set(TOLD_ABOUT)))
    def test_reach_no_other_table(self, table: str, full: UUID) -> None:
        with raw.connect("app", about=[full]) as connection:
            assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)

    def test_change_nothing_of_others(self, full: UUID, admin: CoreClient) -> None:
        other = admin.create_active_student().id
        with raw.connect("app", about=[other]) as connection:
            cursor = connection.execute(
                "update journey_journey set version = version + 1 where learner_id = any(%s)",
                [[full, other]],
            )
            assert cursor.rowcount == 1

    def test_keep_no_context_after_commit(self, full: UUID) -> None:
        with raw.connect("app", about=[full]) as connection:
            connection.commit()
            row = connection.execute("select count(*) from journey_journey").fetchone()
        assert row == (0,)


class TestProcessRoles:
    @pytest.mark.parametrize("table", UNSEEN_BY_APP)
    def test_app_reads_no_secrets_and_no_queues(self, table: str, full: UUID) -> None:
        with (
            raw.connect("app", as_user=full) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"select 1 from {table}")

    @pytest.mark.parametrize("table", FOR_ADMINS_ALONE)
    def test_app_reads_queues_for_admins_alone(self, table: str, full: UUID) -> None:
        for context in (None, full):
            with raw.connect("app", as_user=context) as connection:
                assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)

    @pytest.mark.parametrize("table", ["journey_journey", "results_result", "portfolio_item"])
    def test_auth_reads_accounts_alone(self, table: str) -> None:
        with (
            raw.connect("auth") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"select 1 from {table}")

    @pytest.mark.parametrize("role", ["app", "auth", "worker"])
    def test_nobody_changes_the_schema(self, role: str) -> None:
        with (
            raw.connect(role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("create table stolen (id int)")

    @pytest.mark.parametrize("role", ["app", "auth", "worker"])
    @pytest.mark.parametrize(
        "statement", ["delete from audit_entry", "update audit_entry set action = ''"]
    )
    def test_nobody_rewrites_the_audit(self, role: str, statement: str) -> None:
        with (
            raw.connect(role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)

    def test_an_admin_role_that_ended_opens_nothing(self, full: UUID, admin: CoreClient) -> None:
        admin_id = UUID(admin.me()["user"]["id"])
        assert count("app", "journey_journey", "learner_id", full, as_user=admin_id) == 1
        with raw.connect("owner") as connection:
            connection.execute("delete from accounts_role_grant where user_id = %s", [admin_id])
            connection.execute("set local role core_owner")
            row = connection.execute(
                "select set_config('app.user_id', %s, true), core_is_admin()", [str(admin_id)]
            ).fetchone()
        assert row is not None
        assert row[1] is False
