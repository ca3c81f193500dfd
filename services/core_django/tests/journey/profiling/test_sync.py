import time
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.journey.profiling import tickets
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from core_testing import raw, sync
from core_testing.races import run_at_once
from talent_contracts.signing import SigningKey
from tests.clients.core_client import CoreClient, Student


class Ready:
    """A learner with a ticket."""

    def __init__(self, core: CoreClient, student: Student, ticket: str) -> None:
        self.core = core
        self.id = student.id
        self.ticket = ticket

    def event(self, epoch: int = 1, *, schema: int = 1, **changes: object) -> dict[str, object]:
        return sync.event_body(self.id, epoch, self.ticket, schema=schema, **changes)


@pytest.fixture
def ready(core: CoreClient, admin: CoreClient) -> Ready:
    student = admin.create_active_student()
    learner = core.log_in(student.email, student.password)
    return Ready(learner, student, learner.post("/profiler/tickets").json()["ticket"])


def count(table: str, learner_id: UUID) -> int:
    return int(
        raw.run_as_owner(f"select count(*) from {table} where learner_id = %s", learner_id)[0][0]
    )


class TestApply:
    def test_sets_flag_result_and_track_when_signed(self, ready: Ready) -> None:
        event = ready.event()
        answer = sync.send(ready.core, event)
        assert answer.json() == {"event_id": event["event_id"], "outcome": "applied"}
        me = ready.core.me()
        assert (me["profiling_complete"], me["next"]["step"]) == (True, "foundations")
        stored = ready.core.get("/profiler/result").json()
        assert stored["result"] == event["result"]
        assert me["track"] == event["result"]["track"]["primary"]  # type: ignore[index]

    @pytest.mark.parametrize("schema", [1, 2])
    def test_reads_every_schema_ever_accepted(self, ready: Ready, schema: int) -> None:
        event = ready.event(schema=schema)
        assert sync.send(ready.core, event).status_code == 200
        assert ready.core.get("/profiler/result").json()["result"] == event["result"]
        assert ready.core.get("/student/dashboard").json()["future_self"]["track"]

    def test_is_applied_once_when_delivered_twice(self, ready: Ready) -> None:
        event = ready.event()
        first, second = sync.send(ready.core, event), sync.send(ready.core, event)
        assert first.json() == second.json()
        assert second.headers["x-psp-replayed"] == "1"
        assert "x-psp-replayed" not in first.headers
        assert count("results_result", ready.id) == 1

    def test_is_applied_once_when_delivered_at_once_by_many(self, ready: Ready) -> None:
        event = ready.event()
        answers = run_at_once(*[lambda: sync.send(ready.core, event)] * 6)
        assert {answer.status_code for answer in answers} == {200}
        assert sum("x-psp-replayed" not in answer.headers for answer in answers) == 1
        assert count("results_result", ready.id) == 1

    def test_is_refused_when_the_id_comes_with_another_content(self, ready: Ready) -> None:
        event = ready.event()
        sync.send(ready.core, event)
        answer = sync.send(ready.core, event | {"session_id": str(new_id())})
        assert (answer.status_code, answer.json()["code"]) == (422, "event-id-reused")

    def test_applies_the_same_result_again_when_it_has_a_new_id(self, ready: Ready) -> None:
        sync.send(ready.core, ready.event())
        answer = sync.send(ready.core, ready.event())
        assert (answer.status_code, answer.json()["outcome"]) == (200, "applied")
        assert count("results_result", ready.id) == 1

    def test_conflicts_when_another_result_is_stored(self, ready: Ready) -> None:
        sync.send(ready.core, ready.event())
        other = dict(ready.event()["result"])  # type: ignore[call-overload]
        other["answered"] = 50
        answer = sync.send(ready.core, ready.event(result=other))
        assert (answer.status_code, answer.json()["code"]) == (409, "result-conflict")
        assert count("inbox_row", ready.id) == 1

    def test_is_stale_when_a_reset_came_first(self, ready: Ready, admin: CoreClient) -> None:
        admin.reset_profiling(ready.id)
        event = ready.event()
        answer = sync.send(ready.core, event)
        assert (answer.status_code, answer.json()["code"]) == (409, "stale-epoch")
        assert ready.core.me()["profiling_complete"] is False
        again = sync.send(ready.core, event)
        assert again.json()["outcome"] == "superseded"

    def test_is_refused_when_the_epoch_is_ahead_of_the_ticket(self, ready: Ready) -> None:
        answer = sync.send(ready.core, ready.event(epoch=2))
        assert (answer.status_code, answer.json()["code"]) == (422, "ticket-refused")

    def test_waits_when_core_has_not_reached_the_epoch(self, ready: Ready) -> None:
        jti = new_id()
        ahead = tickets.write_ticket(learner_id=ready.id, epoch=2, jti=jti, now=now())
        raw.run_as_owner(
            "insert into profiling_ticket (jti, learner_id, epoch, issued_at, expires_at)"
            " values (%s, %s, 2, now(), now())",
            jti,
            ready.id,
        )
        answer = sync.send(ready.core, sync.event_body(ready.id, 2, ahead))
        assert (answer.status_code, answer.json()["code"]) == (409, "epoch-ahead")
        assert count("results_result", ready.id) == count("inbox_row", ready.id) == 0

    def test_never_sets_the_flag_when_reset_and_result_race(
        self, ready: Ready, admin: CoreClient
    ) -> None:
        event = ready.event()
        sent = run_at_once(
            lambda: sync.send(ready.core, event).status_code,
            lambda: admin.reset_profiling(ready.id)["epoch"],
        )
        assert sent[0] in {200, 409}
        me = ready.core.me()
        assert (me["epoch"], me["profiling_complete"]) == (2, False)

    def test_is_refused_for_the_ticket_of_another_learner(
        self, ready: Ready, core: CoreClient, admin: CoreClient
    ) -> None:
        other = admin.create_active_student()
        answer = sync.send(core, sync.event_body(other.id, 1, ready.ticket))
        assert (answer.status_code, answer.json()["code"]) == (422, "ticket-refused")

    def test_is_refused_when_the_ticket_was_never_issued(self, ready: Ready) -> None:
        raw.run_as_owner("delete from profiling_ticket where learner_id = %s", ready.id)
        answer = sync.send(ready.core, ready.event())
        assert (answer.status_code, answer.json()["code"]) == (422, "ticket-refused")

    def test_is_refused_when_the_result_does_not_belong_to_its_hash(self, ready: Ready) -> None:
        answer = sync.send(ready.core, ready.event(result_sha256="0" * 64))
        assert (answer.status_code, answer.json()["code"]) == (422, "result-digest-mismatch")


class TestSignature:
    def test_is_refused_when_the_key_is_unknown(self, ready: Ready) -> None:
        forged = SigningKey("sync-0000000000", Ed25519PrivateKey.generate())
        answer = sync.send(ready.core, ready.event(), keys=[forged])
        assert (answer.status_code, answer.json()["code"]) == (403, "unknown-kid")

    def test_is_refused_when_another_key_signs_under_a_known_name(self, ready: Ready) -> None:
        forged = SigningKey(sync.profiler_keys()[0].kid, Ed25519PrivateKey.generate())
        answer = sync.send(ready.core, ready.event(), keys=[forged])
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")

    @pytest.mark.parametrize("skew_s", [-301, 301])
    def test_is_refused_when_the_clock_is_off(self, ready: Ready, skew_s: int) -> None:
        answer = sync.send(ready.core, ready.event(), at=time.time() + skew_s)
        assert (answer.status_code, answer.json()["code"]) == (401, "clock-skew")

    def test_is_refused_when_it_was_signed_for_another_receiver(self, ready: Ready) -> None:
        answer = sync.send(ready.core, ready.event(), audience="talent-core:production")
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")

    def test_is_refused_when_headers_are_missing(self, ready: Ready) -> None:
        answer = ready.core.http.post(sync.PATH, json=ready.event())
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed-headers")

    def test_is_refused_when_the_envelope_names_another_id(self, ready: Ready) -> None:
        answer = sync.send(ready.core, ready.event(), event_id=f"evt_{new_id()}")
        assert answer.status_code == 400

    def test_is_retried_when_the_schema_is_newer(self, ready: Ready) -> None:
        answer = sync.send(ready.core, ready.event() | {"schema": 3})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-schema")

    @pytest.mark.parametrize("schema", [None, True, "1", 1.0, [1]])
    def test_is_retried_when_the_schema_is_no_number(self, ready: Ready, schema: object) -> None:
        answer = sync.send(ready.core, ready.event() | {"schema": schema})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-schema")

    def test_is_refused_when_the_result_is_of_another_schema(self, ready: Ready) -> None:
        answer = sync.send(ready.core, ready.event() | {"schema": 2})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")

    def test_is_refused_when_a_key_stands_twice(self, ready: Ready) -> None:
        event = ready.event()
        body = b'{"type": "x", "type": "y"}'
        answer = sync.send(ready.core, body, event_id=str(event["event_id"]))
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed-json")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_is_refused_when_any_bit_flips(self, ready: Ready, data: st.DataObject) -> None:
        from talent_contracts import canonical

        body = bytearray(canonical.canonical_bytes(ready.event()))
        intact = bytes(body)
        position = data.draw(st.integers(0, len(body) * 8 - 1))
        body[position // 8] ^= 1 << position % 8
        event_id = f"evt_{new_id()}"
        from talent_contracts import signing

        headers = signing.sign(
            method="POST", path=sync.PATH, audience="talent-core:test", event_id=event_id,
            timestamp=int(time.time()), body=intact, keys=sync.profiler_keys(),
        )  # fmt: skip
        answer = ready.core.http.post(
            sync.PATH, content=bytes(body), headers={"Content-Type": "application/json", **headers}
        )
        assert answer.status_code in {400, 401}
        assert ready.core.me()["profiling_complete"] is False


class TestTicket:
    def test_is_refused_when_profiling_is_complete(self, ready: Ready) -> None:
        sync.send(ready.core, ready.event())
        answer = ready.core.post("/profiler/tickets")
        assert (answer.status_code, answer.json()["code"]) == (409, "profiling-already-complete")

    def test_is_refused_for_an_admin(self, admin: CoreClient) -> None:
        assert admin.post("/profiler/tickets").status_code == 403

    def test_is_repeated_when_the_key_is(self, ready: Ready) -> None:
        first = ready.core.post("/profiler/tickets", headers={"Idempotency-Key": "one"})
        again = ready.core.post("/profiler/tickets", headers={"Idempotency-Key": "one"})
        assert first.json() == again.json()
        assert again.headers["Idempotency-Replayed"] == "true"


class TestResult:
    def test_is_missing_before_the_sync(self, ready: Ready) -> None:
        assert ready.core.get("/profiler/result").json()["code"] == "no-result"

    def test_shows_the_statement_of_the_result(self, ready: Ready) -> None:
        event = ready.event()
        sync.send(ready.core, event)
        shown = ready.core.get("/profiler/value-statement").json()
        assert shown["value_statement"] == event["result"]["value_statement"]  # type: ignore[index]
