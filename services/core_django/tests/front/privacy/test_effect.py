"""What an erasure leaves of a student, table by table."""

from uuid import UUID

import psycopg
import pytest

from core_testing import raw
from core_testing.present import CANARY, Present

OURS = (
    "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = 'public' and c.relkind = 'r' order by 1"
)
GONE = {
    "results_result": "learner_id",
    "journey_reset": "learner_id",
    "profiling_ticket": "learner_id",
    "profiling_retake_request": "learner_id",
    "profiling_progress": "learner_id",
    "foundations_enrolment": "learner_id",
    "foundations_module_progress": "learner_id",
    "foundations_assessment_attempt": "learner_id",
    "portfolio_item": "learner_id",
    "dashboard_row": "learner_id",
    "freshness": "learner_id",
    "idempotency_record": "user_id",
    "accounts_login_session": "user_id",
    "accounts_one_time_link": "user_id",
    "accounts_credential": "user_id",
}
KEPT = {
    "accounts_role_grant": "that it was a student",
    "profiles_student": "emptied, so that the student can still be shown",
    "journey_journey": "that a learner with this id was erased",
    "inbox_row": "ids and digests: a late repeat is known as one",
    "django_admin_log": "written by nobody",
}
"""Tables that name a learner and keep the row, and what for."""

NAMING = (
    "update accounts_user set first_name = %s where id = %s",
    "update profiles_student set goal = %s where user_id = %s",
    "update portfolio_item set text = %s where learner_id = %s",
)


def count(table: str, column: str, student_id: UUID) -> int:
    ((found,),) = raw.run_as_owner(f"select count(*) from {table} where {column} = %s", student_id)
    return int(found)


def read_profile(present: Present) -> raw.Row:
    """Grade and goal."""
    statement = "select grade, goal from profiles_student where user_id = %s"
    (row,) = raw.run_as_owner(statement, present.id)
    return row


def read_audit(present: Present) -> list[raw.Row]:
    """Action and reason of each entry about the student, oldest first."""
    statement = "select action, reason from audit_entry where subject_id = %s order by id"
    return raw.run_as_owner(statement, present.id)


def find_canary(word: str) -> set[str]:
    """The tables in which it stands anywhere, as text."""
    tables = [name for (name,) in raw.run_as_owner(OURS)]
    return {
        table
        for table in tables
        if raw.run_as_owner(f"select 1 from {table} t where t::text like %s limit 1", f"%{word}%")
    }


class TestCatalog:
    def test_says_of_every_table_with_learners_what_becomes_of_it(self) -> None:
        found = raw.run_as_owner(
            "select distinct table_name from information_schema.columns"
            " where table_schema = 'public' and column_name in ('learner_id', 'user_id')"
        )
        assert {name for (name,) in found} == GONE.keys() | KEPT.keys()

    def test_refuses_later_rows_in_every_table_that_empties_and_names_an_account(self) -> None:
        guarded = raw.run_as_owner(
            "select tgrelid::regclass::text from pg_trigger"
            " where tgname = 'privacy_erased_stays_erased'"
        )
        # Freshness has a version and nothing else; keys are kept for a day, encrypted.
        without = {"freshness", "idempotency_record"}
        assert {name for (name,) in guarded} == GONE.keys() - without


class TestErasing:
    @pytest.mark.parametrize("table", GONE)
    def test_deletes_the_rows_that_were_there(self, table: str, present: Present) -> None:
        assert count(table, GONE[table], present.id) >= 1
        present.erase()
        assert count(table, GONE[table], present.id) == 0

    def test_leaves_no_personal_word_anywhere(self, present: Present) -> None:
        word = f"{CANARY}-{present.id}"
        for statement in NAMING:
            raw.run_as_owner(statement, word, present.id)
        present.admin.reset_profiling(present.id, reason=word)
        named = {"accounts_user", "profiles_student", "portfolio_item", "journey_reset"}
        assert find_canary(word) >= named | {"audit_entry"}
        present.erase()
        assert find_canary(word) == find_canary(present.student.email) == set()

    def test_takes_the_reason_why_a_delivery_was_given_up(self, present: Present) -> None:
        word = f"{CANARY}-{present.id}"
        ((letter_id,),) = raw.run_as_owner(
            "update outbox_delivery set status = 'dead', finished_at = now() where id = (select"
            " min(id::text)::uuid from outbox_delivery where ordering_key = %s) returning id",
            present.id,
        )
        discarded = present.admin.post(f"/admin/dead-letters/{letter_id}/discard", {"reason": word})
        assert discarded.status_code == 204
        assert find_canary(word) == {"audit_entry"}
        present.erase()
        assert find_canary(word) == set()

    def test_empties_the_profile(self, present: Present) -> None:
        assert read_profile(present) == (CANARY, f"{CANARY} wants this")
        present.erase()
        assert read_profile(present) == ("", "")

    def test_leaves_the_account_as_an_id(self, present: Present) -> None:
        raw.run_as_owner(
            "update accounts_user set time_zone = 'Asia/Tokyo', locale = 'ja' where id = %s",
            present.id,
        )
        present.erase()
        (row,) = raw.run_as_owner(
            "select status, email, first_name, last_name, time_zone, locale"
            " from accounts_user where id = %s",
            present.id,
        )
        assert row == ("erased", f"{present.id}@erased.invalid", "", "", "UTC", "en")

    def test_leaves_the_audit_without_its_reasons_but_the_last(self, present: Present) -> None:
        present.erase()
        rows = read_audit(present)
        assert {action for action, _ in rows} >= {
            *("account.created", "journey.reset", "journey.erased", "student.erased"),
        }
        assert [row for row in rows if row[1]] == [("student.erased", "asked for it")]

    def test_frees_the_address_for_a_new_account(self, present: Present) -> None:
        present.erase()
        created = present.admin.create_student(email=present.student.email)
        assert created["id"] != str(present.id)

    def test_touches_nobody_else(self, present: Present, other: Present) -> None:
        profile, audit = read_profile(other), read_audit(other)
        present.erase()
        assert (read_profile(other), read_audit(other)) == (profile, audit)
        assert ("journey.reset", f"{CANARY} asked") in audit
        assert {table for table in GONE if count(table, GONE[table], other.id) == 0} == set()
        assert other.admin.get(f"/admin/students/{other.id}").json()["first_name"] == CANARY


class TestAfterwards:
    @pytest.mark.parametrize(
        "statement",
        [
            "update accounts_user set status = 'active' where id = %s",
            "update accounts_user set first_name = 'Back' where id = %s",
            "update journey_journey set erased_at = null where learner_id = %s",
            "update journey_journey set epoch = epoch + 1 where learner_id = %s",
            (
                "insert into profiling_ticket (jti, learner_id, epoch, issued_at, expires_at)"
                " values (uuidv7(), %s, 2, now(), now())"
            ),
            (
                "insert into accounts_login_session (id, user_id, created_at)"
                " values (uuidv7(), %s, now())"
            ),
            (
                "insert into dashboard_row (learner_id, version, body, refreshed_at)"
                " values (%s, 1, '{}', now())"
            ),
        ],
    )
    def test_the_database_refuses_a_return(self, statement: str, present: Present) -> None:
        present.erase()
        with pytest.raises(psycopg.errors.CheckViolation):
            raw.run_as_owner(statement, present.id)


class TestTheFunction:
    def test_refuses_whoever_is_no_admin(self, present: Present, other: Present) -> None:
        present.erase()
        for context in (None, other.id, present.id):
            with (
                raw.connect("app", as_user=context) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute("select privacy_erase_traces(%s)", [present.id])

    def test_refuses_a_student_who_is_not_marked(self, present: Present) -> None:
        admin_id = UUID(present.admin.me()["user"]["id"])
        with (
            raw.connect("app", as_user=admin_id) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("select privacy_erase_traces(%s)", [present.id])

    @pytest.mark.parametrize(("role", "may"), [("app", True), ("auth", False), ("worker", False)])
    def test_is_closed_to_other_roles(self, role: str, *, may: bool) -> None:
        statement = "select has_function_privilege('privacy_erase_traces(uuid)', 'execute')"
        with raw.connect(role) as connection:
            assert connection.execute(statement).fetchone() == (may,)
