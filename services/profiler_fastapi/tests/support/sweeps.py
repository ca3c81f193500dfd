"""Applied results in the real table, and a core that compares them as the real one does."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from profiler.common.ids import new_event_id, new_id
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import Canned, Received
from talent_contracts.canonical import canonical_bytes
from talent_contracts.events import (
    ProfilingSweepV1,
    SweepAnswer,
    SweepDifference,
    SweepRow,
    digest_rows,
)

_SESSION = """
    insert into profiling_session (id, learner_id, epoch, status, ticket, bank_version,
        bank_text_hash, bank_structure_hash, bank_scoring_hash, started_at, completed_at)
    values (%(session)s, %(learner)s, 1, 'completed', 't', 'v', 'a', 'b', 'c', now(), now())
"""
_RESULT = """
    insert into result (session_id, learner_id, epoch, body, sha256, created_at) values
    (%(session)s, %(learner)s, 1, %(body)s, encode(sha256(%(body)s), 'hex'), now())
    returning sha256
"""
_EVENT = """
    insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
        next_attempt_at, attempts, bad_signatures, fence, finished_at)
    values (%(event)s, %(learner)s, %(session)s, 'profiling.completed', '{}', now(), 'applied',
        now(), 3, 0, 3, now() - interval '1 minute')
"""


def make_applied(database: TestDatabase, many: int) -> list[SweepRow]:
    """Results of as many learners that core has applied, in the order of their sessions."""
    people = [
        {
            "session": new_id(),
            "learner": uuid4(),
            "event": new_event_id(),
            "body": str(uuid4()).encode(),
        }
        for _ in range(many)
    ]
    with database.connect("owner") as owner, owner.transaction(), owner.cursor() as cursor:
        for statement in (_SESSION, _RESULT, _EVENT):
            cursor.executemany(statement, people)
        stored = cursor.execute(
            "select session_id, learner_id, epoch, sha256 from result"
            " where session_id = any(%s) order by session_id",
            [[one["session"] for one in people]],
        ).fetchall()
    return [
        SweepRow(session_id=session, learner_id=learner, epoch=epoch, result_sha256=sha256)
        for session, learner, epoch, sha256 in stored
    ]


def set_state(database: TestDatabase, row: SweepRow, state: str) -> None:
    with database.connect("owner") as owner:
        owner.execute(
            "update outbox_event set state = %(state)s, finished_at = case when %(state)s ="
            " 'pending' then null else now() - interval '1 minute' end where session_id = %(id)s",
            {"state": state, "id": row.session_id},
        )


@dataclass
class HeldByCore:
    """Core's rows by session; answers a sweep from them."""

    rows: dict[UUID, SweepRow] = field(default_factory=dict)
    requests: int = 0
    largest: int = 0

    def add(self, rows: list[SweepRow]) -> None:
        self.rows |= {row.session_id: row for row in rows}

    def answer(self, request: Received) -> Canned:
        self.requests += 1
        self.largest = max(self.largest, len(request.body))
        sweep = ProfilingSweepV1.model_validate_json(request.body)
        starts = [one.start for one in sweep.ranges]
        differences = []
        for one, end in zip(sweep.ranges, [*starts[1:], sweep.end], strict=True):
            inside = [
                row
                for session, row in sorted(self.rows.items())
                if one.start <= session and (end is None or session < end)
            ]
            if digest_rows(inside) != one.sha256:
                differences.append(self._compare(one.start, one.rows, inside))
        body = canonical_bytes(SweepAnswer(differences=differences))
        self.largest = max(self.largest, len(body))
        return Canned(body=body)

    def _compare(
        self, start: UUID, named: list[SweepRow] | None, inside: list[SweepRow]
    ) -> SweepDifference:
        if named is None:
            return SweepDifference(start=start)
        listed = {row.session_id for row in named}
        unlisted = [row for row in inside if row.session_id not in listed]
        return SweepDifference(
            start=start,
            missing=[row.session_id for row in named if row.session_id not in self.rows],
            different=[
                row.session_id
                for row in named
                if row.session_id in self.rows and self.rows[row.session_id] != row
            ],
            unlisted=unlisted[:100],
            unlisted_total=len(unlisted),
        )
