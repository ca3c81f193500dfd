"""What both databases hold about one learner, in words that the model shares."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

import psycopg

Owner = psycopg.Connection[tuple[Any, ...]]
_JOURNEY = """
    select j.epoch, j.profiling_complete, r.epoch, r.session_id::text, r.result_sha256,
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
    select e.type, (e.payload->>'epoch')::int, e.payload->>'session_id', d.status
    from outbox_delivery d join outbox_event e on e.id = d.event_id
    where d.consumer = 'profiler' and d.ordering_key = %s
        and e.type <> 'access.revoked'
    order by d.id
"""
_RETAKES = "select state from profiling_retake_request where learner_id = %s order by id"
_INBOX = "select event_id, outcome from inbox_row where learner_id = %s and source = 'profiler'"
_HIGHEST = "select highest_epoch from learner_epoch where learner_id = %s"
_SESSIONS = """
    select s.id::text, s.epoch, s.status, r.sha256
    from profiling_session s left join result r on r.session_id = s.id where s.learner_id = %s
"""
_ANSWERS = """
    select session_id::text, question_id, selected_option, answer_version
    from answer where learner_id = %s
"""
_EVENTS = """
    select event_id, session_id::text, (convert_from(body, 'UTF8')::json->>'epoch')::int, state
    from outbox_event where learner_id = %s order by position
"""


@dataclass(frozen=True)
class Journey:
    """Core's row, with the result it points to."""

    epoch: int
    is_complete: bool
    result_epoch: int | None
    session: str | None
    sha256: str | None
    result_track: str | None
    recommended_track: str | None
    track: str | None


@dataclass(frozen=True)
class Facts:
    """``results``: epoch → (session, sha256, is_restored). ``told``: what core has for the profiler,
    (type, epoch, session, status). ``received``: session → outcome of its event in core's inbox.
    ``sessions``: id → (epoch, status, sha256). ``events``: the profiler's outbox, (session, epoch,
    state). ``answers``: (session, question) → (option, version).
    """

    journey: Journey
    results: dict[int, tuple[str, str, bool]]
    told: list[tuple[str, int, str | None, str]]
    received: dict[str, str]
    retakes: list[str]
    highest: int
    sessions: dict[str, tuple[int, str, str | None]]
    events: list[tuple[str, int, str]]
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
    highest = profiler.execute(_HIGHEST, own).fetchone()
    journey = core.execute(_JOURNEY, own).fetchone()
    assert journey is not None
    return Facts(
        journey=Journey(*journey),
        results={epoch: (s, sha, back) for epoch, s, sha, back in core.execute(_RESULTS, own)},
        told=[(kind, epoch, s, status) for kind, epoch, s, status in core.execute(_TOLD, own)],
        received={
            session_of[event]: outcome
            for event, outcome in core.execute(_INBOX, own)
            if event in session_of
        },
        retakes=[state for (state,) in core.execute(_RETAKES, own)],
        highest=highest[0] if highest else 0,
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
