"""The test engines are forgetful on purpose, which makes them the bad example."""

from collections.abc import Iterator, Mapping

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from bench.guarantees import (
    GuaranteeMissingError,
    check_durability,
    check_reads,
    check_row_security,
)
from infra.local.testing import test_engines as start_engines

LEARNER = "00000000-0000-4000-8000-000000000001"


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, str]]:
    with start_engines() as environment:
        with psycopg.connect(environment["CORE_DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("create table open_door (learner_id uuid)")
            owner.execute("create table guarded (learner_id uuid)")
            owner.execute("alter table guarded enable row level security")
            owner.execute("alter table guarded force row level security")
            owner.execute(
                "create policy self on guarded to core_app using (learner_id::text ="
                " current_setting('app.user_id', true))"
            )
            owner.execute("create policy owner_all on guarded to core_owner using (true)")
            owner.execute("grant select on guarded, open_door to core_app")
            owner.execute(f"insert into guarded values ('{LEARNER}')")
            owner.execute(f"insert into open_door values ('{LEARNER}')")
        yield environment


@pytest.fixture
def app(engines: dict[str, str]) -> Mapping[str, str]:
    return as_settings(engines["CORE_DATABASE_URL"])


def as_settings(conninfo: str) -> dict[str, str]:
    known = conninfo_to_dict(conninfo)
    return {
        "PGHOST": str(known["host"]),
        "PGPORT": str(known["port"]),
        "PGUSER": str(known["user"]),
        "PGPASSWORD": str(known["password"]),
        "PGDATABASE": "core",
    }


class TestCheckDurability:
    def test_refuses_when_the_server_forgets(self, app: Mapping[str, str]) -> None:
        with pytest.raises(GuaranteeMissingError, match="not durable"):
            check_durability(app)


class TestCheckRowSecurity:
    def test_passes_when_a_weak_role_meets_a_forced_table(self, app: Mapping[str, str]) -> None:
        check_row_security(app, ["guarded"])

    @pytest.mark.parametrize("tables", [["guarded", "open_door"], ["guarded", "no_such_table"]])
    def test_refuses_when_a_table_is_open_or_missing(
        self, app: Mapping[str, str], tables: list[str]
    ) -> None:
        with pytest.raises(GuaranteeMissingError, match="not forced"):
            check_row_security(app, tables)

    def test_refuses_when_the_role_is_above_the_policies(self, engines: dict[str, str]) -> None:
        superuser = as_settings(engines["POSTGRES_SUPERUSER"])

        with pytest.raises(GuaranteeMissingError, match="above"):
            check_row_security(superuser, ["guarded"])


class TestCheckReads:
    def test_passes_when_only_the_context_shows_the_row(self, app: Mapping[str, str]) -> None:
        check_reads(app, "select 1 from guarded", LEARNER)

    @pytest.mark.parametrize(
        ("statement", "found"),
        [
            ("select 1 from open_door", "1 rows without context"),
            ("select 1 from guarded where false", "0 in it"),
        ],
    )
    def test_refuses_when_the_policy_does_not_decide(
        self, app: Mapping[str, str], statement: str, found: str
    ) -> None:
        with pytest.raises(GuaranteeMissingError, match=found):
            check_reads(app, statement, LEARNER)
