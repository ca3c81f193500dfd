"""Bad input gets a clear problem and changes nothing: each operation by each fault."""

from dataclasses import dataclass

import httpx
import pytest

from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.transport import load_document
from tests.clients.waiting import wait_until
from tests.contract.edge_cases import EXAMPLES, Case, list_cases

pytestmark = pytest.mark.system
CASES = list(list_cases())
ADVISORY = "('profiling.progress', 'profiling.statistics')"
BY_THEMSELVES = {
    "core": {
        "profiling_progress": "false",
        "profiling_bank_report": "false",
        "inbox_row": "source <> 'profiler' or exists (select 1 from results_result r"
        " where r.event_id = inbox_row.event_id)",
    },
    "profiler": {
        "statistics_run": "false",
        "progress_told": "false",
        "outbox_event": f"type not in {ADVISORY}",
    },
}


@dataclass(frozen=True)
class World:
    """Tokens and ids with which each operation could succeed, were its input good."""

    core: httpx.Client
    profiler: httpx.Client
    databases: Databases
    tokens: dict[str, str | None]
    ids: dict[str, str]

    def send(self, case: Case) -> httpx.Response:
        document = load_document(case.service)
        operation = document["paths"][case.template][case.method.lower()]
        roles = operation["x-allowed-roles"]
        token = self.tokens["admin" if "admin" in roles else "student"]
        # A service that refuses a body unread ends the connection: each case has its own.
        headers = {"Connection": "close"}
        if "anonymous" not in roles:
            headers["Authorization"] = f"Bearer {token}"
        if case.content is not None:
            headers["Content-Type"] = case.content_type
        path = case.template
        for name, value in self.ids.items():
            path = path.replace(f"{{{name}}}", case.path_id or value)
        client = self.core if case.service == "core" else self.profiler
        address = f"{path}?{case.query}" if case.query else path
        return client.request(case.method, address, content=case.content, headers=headers)

    def count(self) -> dict[str, dict[str, int]]:
        """Rows of every table; of those that nightly jobs and progress reports fill by themselves,
        only what a learner's own doing adds.
        """
        counts = {service: self.databases.count_rows(service) for service in ("core", "profiler")}
        for service, tables in BY_THEMSELVES.items():
            for table, condition in tables.items():
                ((found,),) = self.databases.query(
                    service, f"select count(*) from {table} where {condition}"
                )
                counts[service][table] = found
        return counts


@pytest.fixture(scope="module")
def world(admin: CoreClient, profiler: ProfilerClient, databases: Databases) -> World:
    profiled = LearnerJourney.of_new_student(admin, profiler)
    profiled.profile_whole()
    profiled.wait_for_result()
    items = wait_until(
        lambda: profiled.core.get("/portfolio/items").json()["results"],
        within_s=10,
        what="the portfolio item",
    )
    wait_until(
        lambda: databases.query(
            "core", "select not exists (select 1 from outbox_delivery where status = 'pending')"
        )[0][0],
        within_s=20,
        what="an empty outbox",
    )
    return World(
        core=admin.http,
        profiler=profiler.http,
        databases=databases,
        tokens={"admin": admin.token, "student": profiled.core.token},
        ids={
            "student_id": str(profiled.student.id),
            "session_id": profiled.session,
            "learner_id": str(profiled.student.id),
            "module_id": "welcome",
            "item_id": str(items[0]["id"]),
            "request_id": _ask_for_retake(databases, profiled),
            "event_id": "evt_01a1f842-0000-7000-8000-000000000000",
            "letter_id": "01a1f842-0000-7000-8000-000000000000",
        },
    )


def _ask_for_retake(databases: Databases, profiled: LearnerJourney) -> str:
    """As the owner, for the cooldown of seven days is not what is tested here."""
    ((request_id,),) = databases.query(
        "core",
        "insert into profiling_retake_request (id, learner_id, epoch, reason, state, requested_at)"
        " values (uuidv7(), %s, 1, 'an edge case', 'pending', now()) returning id::text",
        profiled.student.id,
    )
    return str(request_id)


class TestEdges:
    def test_every_operation_with_a_body_has_an_example(self) -> None:
        named = {
            operation["operationId"]
            for service in ("core", "profiler")
            for operations in load_document(service)["paths"].values()
            for operation in operations.values()
            if "requestBody" in operation
        }
        assert named == set(EXAMPLES)

    @pytest.mark.parametrize("fault_group", sorted({case.operation for case in CASES}))
    def test_bad_input_is_refused_and_changes_nothing(self, world: World, fault_group: str) -> None:
        before = world.count()
        wrong: list[tuple[str, int, str | None]] = []
        for case in (one for one in CASES if one.operation == fault_group):
            answer = world.send(case)
            is_problem = answer.headers.get("content-type") == "application/problem+json"
            code = answer.json()["code"] if is_problem else None
            if not (400 <= answer.status_code <= 422 and is_problem):
                wrong.append((case.name, answer.status_code, answer.text[:200]))
            elif case.codes and code not in case.codes:
                wrong.append((case.name, answer.status_code, code))
        assert wrong == []
        assert world.count() == before
