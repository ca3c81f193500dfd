"""N-1 against N, both ways, through the real doors and by the real relays."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.paths import REPOSITORY
from infra.local.system import RunningSystem
from profiler.common.ids import new_event_id, new_id
from talent_contracts import canonical, signing
from talent_contracts.events import (
    PROFILER_EVENTS,
    AccessRevokedV1,
    LearnerErasedV1,
    ProfilingResetV1,
    ProfilingRestoredV1,
    ProfilingSweepV1,
)
from talent_contracts.keyrings import load_keyring
from tests.clients.connecting import connect_admin, connect_profiler
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until
from tests.contract.older_receiver import OlderReceiver, serving

pytestmark = pytest.mark.system
EXAMPLES = REPOSITORY / "shared/contracts/examples"
SYNC, SWEEP = "/api/v1/profiler/sync-fastapi", "/api/v1/profiler/sync-sweep"
BATCH = "/api/v1/profiler/sync-batch"
INBOX = "/api/v1/profiling/inbox"
TO_PROFILER = {
    ProfilingResetV1.TYPE: "applied",
    ProfilingRestoredV1.TYPE: "applied",
    LearnerErasedV1.TYPE: "erased",
    AccessRevokedV1.TYPE: "applied",
}
"""What core sends, and what the profiler answers to it."""
RESULTS = sorted(
    int(re.sub(r"\D", "", path.name)) for path in EXAMPLES.glob("profiling-completed.v*.json")
)
Json = dict[str, Any]


def read_example(kind: str, schema: int) -> Json:
    """The frozen payload of an event."""
    name = f"{kind.replace('.', '-')}.v{schema}.json"
    found: Json = json.loads((EXAMPLES / name).read_bytes())
    return found


@dataclass(frozen=True)
class Sender:
    """Signs and posts as the other service of any release does."""

    service: str
    url: str
    keys: Path

    def send(self, event: Json, path: str) -> httpx.Response:
        other = "profiler" if self.service == "core" else "core"
        audience = f"talent-{other}:development"
        issuer = f"talent-{self.service}"
        body = canonical.canonical_bytes(event | {"iss": issuer, "aud": audience})
        headers = signing.sign(
            method="POST",
            path=path,
            audience=audience,
            event_id=event["event_id"],
            timestamp=int(time.time()),
            body=body,
            keys=load_keyring(self.keys / self.service / "sync.json").signing_keys(),
        )
        headers["content-type"] = "application/json"
        return httpx.post(self.url + path, content=body, headers=headers, timeout=15)


@pytest.fixture
def from_profiler(system: RunningSystem) -> Sender:
    return Sender("profiler", system.core_url, system.run_dir / "keys")


@pytest.fixture
def from_core(system: RunningSystem) -> Sender:
    return Sender("core", system.profiler_url, system.run_dir / "keys")


def outcome_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    outcome: str = answer.json()["outcome"]
    return outcome


class TestOlderPayloads:
    """What a release before has sent, or still holds in its outbox."""

    def test_every_schema_that_is_accepted_has_a_frozen_payload(self) -> None:
        for kind, schemas in PROFILER_EVENTS.items():
            for schema in schemas:
                assert read_example(kind, schema)["schema"] == schema
        assert sorted(PROFILER_EVENTS["profiling.completed"]) == RESULTS

    @pytest.mark.parametrize("schema", RESULTS)
    def test_a_result_of_any_schema_is_applied_to_the_byte(
        self, from_profiler: Sender, learner: LearnerJourney, databases: Databases, schema: int
    ) -> None:
        example = read_example("profiling.completed", schema)
        event = example | {
            "event_id": new_event_id(),
            "learner_id": str(learner.student.id),
            "epoch": 1,
            "session_id": str(new_id()),
            "ticket": learner.ticket(),
        }
        assert outcome_of(from_profiler.send(event, SYNC)) == "applied"
        me = learner.core.me()
        assert (me["profiling_complete"], me["track"]) == (
            True,
            example["result"]["track"]["primary"],
        )
        stored = databases.query(
            "core",
            "select body, schema_version from results_result where learner_id = %s",
            learner.student.id,
        )
        assert stored == [(canonical.canonical_bytes(example["result"]).decode(), schema)]
        assert learner.core.get("/profiler/result").status_code == 200

    @pytest.mark.parametrize("kind", ["profiling.progress", "profiling.statistics"])
    def test_advisory_events_are_taken(
        self, from_profiler: Sender, learner: LearnerJourney, kind: str
    ) -> None:
        event = read_example(kind, 1) | {"event_id": new_event_id()}
        if "learner_id" in event:
            event |= {"learner_id": str(learner.student.id), "epoch": 1}
        assert from_profiler.send(event, SYNC).status_code == 200

    def test_a_sweep_is_answered(self, from_profiler: Sender) -> None:
        event = read_example(ProfilingSweepV1.TYPE, 1) | {"event_id": new_event_id()}
        assert from_profiler.send(event, SWEEP).status_code == 200

    @pytest.mark.parametrize("kind", TO_PROFILER)
    def test_events_of_core_are_applied(self, from_core: Sender, kind: str) -> None:
        event = read_example(kind, 1) | {"event_id": new_event_id()}
        own = "sub" if "sub" in event else "learner_id"
        answer = from_core.send(event | {own: str(new_id())}, INBOX)
        assert outcome_of(answer) == TO_PROFILER[kind]


class TestNewerPayloads:
    """Today's receiver is the older one of tomorrow's sender: it says so and changes nothing."""

    @pytest.mark.parametrize("kind", [*PROFILER_EVENTS, "profiling.invented"])
    def test_core_does_not_know_the_next_schema_nor_a_new_type(
        self, from_profiler: Sender, databases: Databases, kind: str
    ) -> None:
        known = kind if kind in PROFILER_EVENTS else "profiling.progress"
        event = read_example(known, 1) | {"type": kind, "schema": 99, "event_id": new_event_id()}
        answer = from_profiler.send(event, SYNC)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-schema")
        seen = "select count(*)::int from inbox_row where event_id = %s"
        assert databases.query("core", seen, event["event_id"]) == [(0,)]

    @pytest.mark.parametrize("kind", [*TO_PROFILER, "learner.invented"])
    def test_the_profiler_does_not_know_the_next_schema_nor_a_new_type(
        self, from_core: Sender, databases: Databases, kind: str
    ) -> None:
        known = kind if kind in TO_PROFILER else ProfilingResetV1.TYPE
        event = read_example(known, 1) | {"type": kind, "schema": 99, "event_id": new_event_id()}
        answer = from_core.send(event, INBOX)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-schema")
        seen = "select count(*)::int from inbox_event where event_id = %s"
        assert databases.query("profiler", seen, event["event_id"]) == [(0,)]


@dataclass(frozen=True)
class Older:
    """A system whose receivers are of the release before."""

    system: RunningSystem
    databases: Databases
    core: OlderReceiver
    profiler: OlderReceiver
    admin: CoreClient
    visitor: ProfilerClient

    def read_log(self, name: str) -> str:
        return (self.system.run_dir / "logs" / f"{name}.log").read_text()


@pytest.fixture(scope="module")
def older() -> Iterator[Older]:
    core = OlderReceiver({"profiling.completed": frozenset(RESULTS[:-1])})
    core.lacks.add(BATCH)
    profiler = OlderReceiver({"profiling.reset": frozenset()})
    with ExitStack() as opened:
        for receiver in (core, profiler):
            opened.enter_context(serving(receiver))
        proxies = {"FAILPOINT_CORE_URL": core.url, "FAILPOINT_PROFILER_URL": profiler.url}
        system = RunningSystem(env=proxies)
        core.upstream, profiler.upstream = system.core_url, system.profiler_url
        opened.enter_context(system)
        yield Older(
            system,
            Databases(system.run_dir),
            core,
            profiler,
            opened.enter_context(connect_admin(system)),
            opened.enter_context(connect_profiler(system)),
        )


class TestOlderReceivers:
    """A sender of today keeps what its receiver does not know yet, and says so aloud."""

    def test_a_result_waits_for_core_to_be_raised_and_arrives(self, older: Older) -> None:
        learner = LearnerJourney.of_new_student(older.admin, older.visitor)
        learner.profile_whole()
        waiting = (
            "select state, trouble from outbox_event"
            " where session_id = %s and type = 'profiling.completed'"
        )
        wait_until(
            lambda: (
                older.databases.query("profiler", waiting, learner.session)
                == [("pending", "unknown-schema")]
            ),
            within_s=20,
            what="a result that core does not understand",
        )
        assert older.core.refused
        wait_until(
            lambda: any(
                '"error"' in line and "unknown-schema" in line
                for line in older.read_log("profiler-relay").splitlines()
            ),
            within_s=5,
            what="the alarm in the relay's log",
        )
        assert not learner.core.me()["profiling_complete"]
        older.core.raise_release()
        learner.wait_for_result(within_s=60)
        wait_until(
            lambda: (
                older.databases.query("profiler", waiting, learner.session) == [("applied", None)]
            ),
            within_s=5,
            what="the receipt",
        )

    def test_results_that_waited_come_one_by_one_to_a_core_without_batches(
        self, older: Older
    ) -> None:
        older.core.accepts.clear()
        older.core.lacks.add(BATCH)
        learners = [
            LearnerJourney.of_new_student(older.admin, older.visitor, seed=seed)
            for seed in (3, 4, 5)
        ]
        with older.system.paused("profiler-relay"):
            for learner in learners:
                learner.profile_whole()
        for learner in learners:
            learner.wait_for_result(within_s=20)
        assert older.core.missed == [BATCH]
        states = (
            "select state, attempts, trouble from outbox_event"
            " where session_id = any(%s::uuid[]) and type = 'profiling.completed'"
        )
        sessions = [learner.session for learner in learners]
        wait_until(
            lambda: (
                older.databases.query("profiler", states, sessions) == [("applied", 1, None)] * 3
            ),
            within_s=5,
            what="three receipts at the first attempt",
        )

    def test_a_reset_waits_for_the_profiler_to_be_raised_and_arrives(self, older: Older) -> None:
        learner = LearnerJourney.of_new_student(older.admin, older.visitor, seed=2)
        learner.start()
        older.admin.reset_profiling(learner.student.id)
        waiting = (
            "select d.status, d.last_error from outbox_delivery d join outbox_event e"
            " on e.id = d.event_id where e.type = 'profiling.reset' and d.consumer = 'profiler'"
            " and d.ordering_key = %s"
        )
        wait_until(
            lambda: (
                older.databases.query("core", waiting, learner.student.id)
                == [("pending", "unknown-schema")]
            ),
            within_s=20,
            what="a reset that the profiler does not understand",
        )
        assert older.profiler.refused
        older.profiler.raise_release()
        wait_until(
            lambda: older.databases.query("core", waiting, learner.student.id)[0][0] == "done",
            within_s=60,
            what="the reset in the profiler",
        )
        epochs = "select highest_epoch from learner_epoch where learner_id = %s"
        assert older.databases.query("profiler", epochs, learner.student.id) == [(2,)]
