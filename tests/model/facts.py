"""What both databases hold about one learner, in words that the model shares."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

import psycopg

Owner = psycopg.Connection[tuple[Any, ...]]
_JOURNEY = """
    select j.epoch, j.erased_at is not null, j.profiling_complete, r.epoch, r.session_id::text, r.result_sha256,
        r.recommended_track, j.recommended_track, j.track
    from journey_journey j
    left join results_result r on r.id = j.result_id and r.learner_id = j.learner_id
    where j.learner_id = %s
"""
_RESULTS = """
    select r.epoch, r.session_id::text, encode(sha256(convert_to(r.body, 'UTF8')), 'hex'),
        r.restored_from_id is not null
    from results_result r where r.learner_id = %s order by r.epoch
"""
_UNTICKETED = """
    select count(*) from results_result r where r.learner_id = %s and r.restored_from_id is null
    and not exists (
        select 1 from profiling_ticket t where t.learner_id = r.learner_id and t.epoch = r.epoch
    )
"""
_TOLD = """
    select e.type, coalesce((e.payload->>'epoch')::int, 0), e.payload->>'session_id',
        case d.status when 'done' then d.outcome else d.status end
    from outbox_delivery d join outbox_event e on e.id = d.event_id
    where d.consumer = 'profiler' and d.ordering_key = %s
    order by d.id
"""
_STATUS = "select status from accounts_user where id = %s"
_TICKETS = "select distinct epoch from profiling_ticket where learner_id = %s"
_RESETS = "select epoch from journey_reset where learner_id = %s order by epoch"
_RETAKES = "select state from profiling_retake_request where learner_id = %s order by id"
_INBOX = "select event_id, outcome from inbox_row where learner_id = %s and source = 'profiler'"
_MARK = "select highest_epoch, erased_at is not null from learner_epoch where learner_id = %s"
_SESSIONS = """
    select s.id::text, s.epoch, s.status, r.sha256
    from profiling_session s left join result r on r.session_id = s.id where s.learner_id = %s
"""
_ANSWERS = """
    select session_id::text, question_id, selected_option, answer_version
    from answer where learner_id = %s
"""
_EVENTS = """
    select event_id, session_id::text,
        (nullif(convert_from(body, 'UTF8'), '')::json->>'epoch')::int, state
    from outbox_event where learner_id = %s order by position
"""


@dataclass(frozen=True)
class Journey:
    """Core's row, with the result it points to."""

    epoch: int
    is_erased: bool
    is_complete: bool
    result_epoch: int | None = None
    session: str | None = None
    sha256: str | None = None
    result_track: str | None = None
    recommended_track: str | None = None
    track: str | None = None


@dataclass(frozen=True)
class Facts:
    """``results``: epoch → (session, sha256, is_restored). ``told``: what core has for the profiler,
    (type, epoch, session, status or outcome). ``received``: session → outcome of its event in core's inbox.
    ``is_gone``: whether the profiler's row of the learner is a tombstone. ``sessions``: id → (epoch,
    status, sha256). ``events``: the profiler's outbox, (session, epoch, state), without an epoch
    when the body is empty. ``answers``: (session, question) → (option, version).
    """

    status: str
    journey: Journey
    results: dict[int, tuple[str, str, bool]]
    told: list[tuple[str, int, str | None, str]]
    received: dict[str, str]
    tickets: set[int]
    resets: list[int]
    retakes: list[str]
    highest: int
    is_gone: bool
    sessions: dict[str, tuple[int, str, str | None]]
    events: list[tuple[str, int | None, str]]
    answers: dict[tuple[str, str], tuple[str, int]]

    def list_differences(self, expected: "Facts") -> list[str]:
        """One line per field in which the services and the model disagree."""
        pairs = [(f.name, getattr(self, f.name), getattr(expected, f.name)) for f in fields(self)]
        return [f"{name}: found {a!r}, expected {b!r}" for name, a, b in pairs if a != b]


def read_facts(core: Owner, profiler: Owner, learner_id: UUID) -> Facts:
    """Everything committed so far."""
    own = [learner_id]
    events = profiler.execute(_EVENTS, own).fetchall()
    session_of = {event_id: session for event_id, session, *_ in events}
    highest, is_gone = profiler.execute(_MARK, own).fetchone() or (0, False)
    journey, status = (core.execute(q, own).fetchone() for q in (_JOURNEY, _STATUS))
    assert journey is not None
    assert status is not None
    return Facts(
        status=status[0],
        journey=Journey(*journey),
        results={epoch: (s, sha, back) for epoch, s, sha, back in core.execute(_RESULTS, own)},
        told=[(kind, epoch, s, status) for kind, epoch, s, status in core.execute(_TOLD, own)],
        received={
            session_of[event]: outcome
            for event, outcome in core.execute(_INBOX, own)
            if event in session_of
        },
        tickets={epoch for (epoch,) in core.execute(_TICKETS, own)},
        resets=[epoch for (epoch,) in core.execute(_RESETS, own)],
        retakes=[state for (state,) in core.execute(_RETAKES, own)],
        highest=highest,
        is_gone=is_gone,
        sessions={
            s: (epoch, status, sha) for s, epoch, status, sha in profiler.execute(_SESSIONS, own)
        },
        events=[(session, epoch, state) for _, session, epoch, state in events],
        answers={(s, q): (option, v) for s, q, option, v in profiler.execute(_ANSWERS, own)},
    )


def count_unticketed(core: Owner, learner_id: UUID) -> int:
    """Results for whose learner and epoch core never issued a ticket."""
    found = core.execute(_UNTICKETED, [learner_id]).fetchone()
    assert found is not None
    return int(found[0])
