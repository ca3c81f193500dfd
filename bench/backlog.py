"""Queued results by set-based SQL: what an outage of core leaves behind in the profiler.

Each is a copy of one learner's completed profiling under a learner, session, event and ticket of
its own. The tickets are signed with core's ticket key, the events by the real relay.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import jwt

from profiler.common.ids import new_event_id, new_id
from talent_contracts import tokens
from talent_contracts.keyrings import load_keyring
from tests.clients.databases import Databases

_CORE = """
insert into accounts_user select made.* from queued q, accounts_user as original
  cross join lateral jsonb_populate_record(original, jsonb_build_object(
    'id', q.learner_id, 'email', 'queued-' || q.learner_id || '@example.org')) as made
  where original.id = '{like}';
insert into profiles_student select made.* from queued q, profiles_student as original
  cross join lateral jsonb_populate_record(
    original, jsonb_build_object('user_id', q.learner_id)) as made
  where original.user_id = '{like}';
insert into freshness (learner_id, version, changed_at) select learner_id, 1, now() from queued;
insert into journey_journey (learner_id, epoch, version, profiling_complete, foundations_complete,
    updated_at)
  select learner_id, 1, 1, false, false, now() from queued;
insert into profiling_ticket (jti, learner_id, epoch, issued_at, expires_at)
  select jti, learner_id, 1, now(), now() from queued;
"""
_PROFILER = """
insert into learner_epoch (learner_id, highest_epoch) select learner_id, 1 from queued;
insert into profiling_session select made.* from queued q, profiling_session as original
  cross join lateral jsonb_populate_record(original, jsonb_build_object(
    'id', q.session_id, 'learner_id', q.learner_id, 'ticket', q.ticket)) as made
  where original.learner_id = '{like}';
insert into result (session_id, learner_id, epoch, body, sha256, created_at)
  select q.session_id, q.learner_id, original.epoch, original.body, original.sha256, now()
  from queued q, result as original where original.learner_id = '{like}';
insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
    next_attempt_at, attempts, bad_signatures, fence)
  select q.event_id, q.learner_id, q.session_id, original.type,
    convert_to(replace(replace(replace(replace(convert_from(original.body, 'UTF8'),
      original.learner_id::text, q.learner_id::text), original.session_id::text,
      q.session_id::text), original.event_id, q.event_id), (select ticket from profiling_session
      where id = original.session_id), q.ticket), 'UTF8'),
    now(), 'pending', 'infinity', 0, 0, 0
  from queued q, outbox_event as original
  where original.learner_id = '{like}' and original.type = 'profiling.completed';
"""
_TABLES = {
    "core": ("accounts_user", "profiles_student", "freshness", "journey_journey"),
    "profiler": ("profiling_session", "result", "outbox_event"),
}
_COLUMNS = "learner_id uuid, session_id uuid, jti uuid, event_id text, ticket text"


@dataclass(frozen=True, slots=True)
class Queued:
    """One result that waits."""

    learner_id: UUID
    session_id: UUID
    jti: UUID
    event_id: str
    ticket: str


def queue_results(
    databases: Databases, keys: Path, *, like: object, count: int, is_sent: bool = True
) -> list[Queued]:
    """Learners in core and, if ``is_sent``, their results in the profiler's outbox, not yet due.

    ``like`` is a learner whose result core holds; ``keys`` the folder of core's keyrings.
    """
    made = list(_make(keys, count))
    _copy(databases, "core", _CORE.format(like=like), made)
    if is_sent:
        _copy(databases, "profiler", _PROFILER.format(like=like), made)
    return made


def release(databases: Databases) -> None:
    """Make everything that was queued due now, in an order of its own."""
    databases.query(
        "profiler",
        "update outbox_event set created_at = now(), next_attempt_at = now()"
        " where state = 'pending' and next_attempt_at = 'infinity'",
    )
    databases.query("profiler", "notify profiler_outbox")


def _make(keys: Path, count: int) -> Iterator[Queued]:
    key = load_keyring(keys / "ticket.json").signing_keys()[0]
    now = int(datetime.now(UTC).timestamp())
    for _ in range(count):
        learner_id, jti = new_id(), new_id()
        claims = tokens.TicketClaims(
            iss=tokens.CORE,
            aud="profiler",
            sub=learner_id,
            epoch=1,
            jti=jti,
            iat=now,
            exp=now + 900,
        )
        headers = {"kid": key.kid, "typ": tokens.TICKET_TYP}
        ticket = jwt.encode(claims.payload(), key.private, tokens.ALGORITHM, headers=headers)
        yield Queued(learner_id, new_id(), jti, new_event_id(), ticket)


def _copy(databases: Databases, service: str, script: str, made: list[Queued]) -> None:
    with databases.connect(service) as connection:
        # Triggers and foreign keys guard against people; this is a copy of what they let pass.
        connection.execute("set session_replication_role = replica")
        connection.execute(f"create temp table queued ({_COLUMNS})".encode())
        with connection.cursor().copy("copy queued from stdin") as copy:
            for one in made:
                copy.write_row((one.learner_id, one.session_id, one.jti, one.event_id, one.ticket))
        for statement in script.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        for table in _TABLES[service]:
            connection.execute(f"vacuum analyze {table}".encode())
