"""Learners in bulk: rows as their doors would have written them, by SQL as the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from talent_contracts.vocabulary import Role
from tests.races.schedule import TICKETED_EPOCHS

_MAKE = """
with made as (
  select one.id, one.login, one.jtis
  from jsonb_to_recordset(%(learners)s) as one(id uuid, login uuid, jtis uuid[])
), account as (
  insert into accounts_user (id, email, first_name, last_name, status, must_change_password,
      token_version, time_zone, locale, created_at)
    select id, 'racer-' || id || '@example.org', 'Ada', 'Racer', 'active', false, 1, 'UTC', 'en',
      now()
    from made returning id
), granted as (
  insert into accounts_role_grant (id, user_id, role, scope, granted_at)
    select uuidv7(), id, 'student', 'global', now() from made
), logged_in as (
  insert into accounts_login_session (id, user_id, created_at)
    select login, id, now() from made
), profile as (
  insert into profiles_student (user_id, grade, goal) select id, '', '' from made
), fresh as (
  insert into freshness (learner_id, version, changed_at) select id, 1, now() from made
), journey as (
  insert into journey_journey (learner_id, epoch, version, profiling_complete,
      foundations_complete, updated_at)
    select id, 1, 1, false, false, now() from made
)
insert into profiling_ticket (jti, learner_id, epoch, issued_at, expires_at)
  select jti, id, epoch, now(), now() + interval '15 minutes'
  from made, unnest(jtis) with ordinality as ticket(jti, epoch)
"""


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody with a login and a ticket of each of the first epochs."""

    id: UUID
    token: str
    tickets: tuple[str, ...]


def make_learners(owner: psycopg.Connection[tuple[object, ...]], count: int) -> Sequence[Learner]:
    """Before profiling, in epoch 1. Needs Django."""
    from core.journey.profiling import tickets
    from core.people.accounts import tokens
    from core.platform.common.clock import now
    from core.platform.common.ids import new_id

    at, made, rows = now(), list[Learner](), list[dict[str, object]]()
    for _ in range(count):
        learner_id, login = new_id(), new_id()
        jtis = [new_id() for _ in range(TICKETED_EPOCHS)]
        token = tokens.issue_access_token(
            user_id=learner_id, session_id=login, version=1, roles=[Role.STUDENT], now=at
        )
        signed = [
            tickets.write_ticket(learner_id=learner_id, epoch=epoch, jti=jti, now=at)
            for epoch, jti in enumerate(jtis, start=1)
        ]
        made.append(Learner(learner_id, token, tuple(signed)))
        rows.append({"id": str(learner_id), "login": str(login), "jtis": [str(j) for j in jtis]})
    owner.execute(_MAKE, {"learners": Jsonb(rows)})
    return made
