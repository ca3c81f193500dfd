"""Recomputing a stored result from its answers: the operator's proof that nothing was invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import IsolationLevel

from profiler.bank import Bank
from profiler.results.build import build_result
from profiler.results.value_statement import Reflections
from profiler.scoring.short_form import Mode
from talent_contracts.canonical import canonical_bytes

_SESSION = """
select s.bank_version, s.bank_text_hash, s.bank_structure_hash, s.bank_scoring_hash,
  s.reflection_why, s.reflection_aim, s.mode, r.body
from profiling_session s left join result r on r.session_id = s.id where s.id = %s
"""
_ANSWERS = "select question_id, selected_option, response_time_ms from answer where session_id = %s"


class ReplayRefused(ValueError):
    """The session cannot be replayed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The stored bytes of a result beside what its answers give now."""

    stored: bytes
    recomputed: bytes

    @property
    def is_identical(self) -> bool:
        """Whether every byte is the same."""
        return self.stored == self.recomputed


def recompute(
    *,
    bank: Bank,
    answers: Mapping[str, tuple[str, int | None]],
    why: str | None,
    aim: str | None,
    mode: Mode = Mode.FULL,
) -> bytes:
    """The canonical bytes of a result; ``answers`` are item id to option and response time (ms)."""
    result = build_result(
        bank=bank,
        answers={item: option for item, (option, _) in answers.items()},
        reflections=Reflections(why=why, aim=aim),
        times_ms={item: time_ms for item, (_, time_ms) in answers.items()},
        mode=mode,
    )
    return canonical_bytes(result)


def replay_session(url: str, session_id: UUID, *, bank: Bank) -> Replay:
    """Read one session as the owner of the database and recompute its result.

    Raises ReplayRefused for a session that is unknown, not completed, or pinned to a bank that this
    release does not hold.
    """
    with psycopg.connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ  # All of it, or none.
        row = connection.execute(_SESSION, [session_id]).fetchone()
        answers = connection.execute(_ANSWERS, [session_id]).fetchall()
    if row is None:
        raise ReplayRefused(f"there is no session {session_id}; it may have been erased")
    version, text, structure, scoring, why, aim, mode, stored = row
    if stored is None:
        raise ReplayRefused("the session has no result yet")
    held = (bank.hashes.text, bank.hashes.structure, bank.hashes.scoring)
    if (text, structure, scoring) != held:
        raise ReplayRefused(
            f"the session is pinned to another {version} than this release holds: "
            "replay it with the release that scored it"
        )
    given = {item: (option, time_ms) for item, option, time_ms in answers}
    again = recompute(bank=bank, answers=given, why=why, aim=aim, mode=Mode(mode))
    return Replay(bytes(stored), again)
