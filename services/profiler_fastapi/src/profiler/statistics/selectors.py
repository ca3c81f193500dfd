"""Reads over all learners, as the worker role."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.statistics.records import GivenAnswer, TakenSession
from talent_contracts.vocabulary import SessionStatus

PAGE: Final = 250
FIRST: Final = UUID(int=0)

# Pages by key, each a short statement: memory stays small, and no snapshot holds up the vacuum for
# the whole run. An expired session that its learner went on with on the same bank is left out: its
# answers stand in the newer one, and nobody gave up. (Asked of the page only: as a condition of the
# inner query it would be answered by a hash over the whole table, once a page.)
_PAGE = text(
    """
    SELECT taken.id, taken.status, taken.language, taken.started_at, taken.completed_at,
        coalesce(given.last_at, taken.started_at) AS last_active_at,
        given.items, given.options, given.times_ms, given.instants,
        taken.status = 'expired' AND EXISTS (
            SELECT 1 FROM profiling_session AS newer
            WHERE newer.learner_id = taken.learner_id AND newer.epoch = taken.epoch
              AND newer.status <> 'expired' AND newer.bank_text_hash = :text
              AND newer.bank_structure_hash = :structure AND newer.bank_scoring_hash = :scoring
        ) AS is_continued
    FROM (
        SELECT session.* FROM profiling_session AS session
        WHERE session.mode = 'full' AND session.id > :after
          AND session.bank_text_hash = :text AND session.bank_structure_hash = :structure
          AND session.bank_scoring_hash = :scoring
        ORDER BY session.id LIMIT :most
    ) AS taken
    LEFT JOIN LATERAL (
        SELECT max(received_at) AS last_at,
            coalesce(array_agg(question_id), '{}') AS items,
            coalesce(array_agg(selected_option), '{}') AS options,
            coalesce(array_agg(response_time_ms), '{}') AS times_ms,
            coalesce(array_agg(answered_at), '{}') AS instants
        FROM answer WHERE answer.session_id = taken.id
    ) AS given ON true
    ORDER BY taken.id
    """
)
_DUE = text(
    """
    SELECT session.id, session.learner_id, session.epoch, session.mode, fresh.last_at,
        (SELECT jsonb_object_agg(question_id, selected_option) FROM answer
            WHERE session_id = session.id) AS answers
    FROM (
        SELECT session_id, max(received_at) AS last_at FROM answer
        WHERE received_at > :since GROUP BY session_id
    ) AS fresh
    JOIN profiling_session AS session ON session.id = fresh.session_id
    LEFT JOIN progress_told AS told ON told.learner_id = session.learner_id
    WHERE session.status = 'in_progress'
      AND session.bank_text_hash = :text AND session.bank_structure_hash = :structure
      AND session.bank_scoring_hash = :scoring
      AND (told.told_at IS NULL OR told.told_at <= :told_before)
      AND (told.session_id IS DISTINCT FROM session.id OR fresh.last_at > told.seen_at)
    ORDER BY fresh.last_at
    LIMIT :most
    """
)
_LATEST = text("SELECT max(received_at) FROM answer WHERE received_at > :since")


async def list_session_pages(
    db: AsyncSession, bank: Bank, *, page: int = PAGE
) -> AsyncIterator[list[TakenSession]]:
    """All sessions of the bank's full form, ``page`` at a time, in the order of their ids."""
    after = FIRST
    while True:
        found = await db.execute(_PAGE, {"after": after, "most": page, **_name_hashes(bank)})
        rows = found.all()
        if rows:
            yield [_take(row) for row in rows if not row.is_continued]
        if len(rows) < page:
            return
        after = rows[-1].id


async def list_due_progress(
    db: AsyncSession, bank: Bank, *, since: datetime, told_before: datetime, most: int
) -> Sequence[Row[Any]]:
    """Open sessions with answers that core does not know of and may be told of now.

    Only answers that came in after ``since`` are looked at; nobody of whom something was told after
    ``told_before`` is among them.
    """
    wanted = {"since": since, "told_before": told_before, "most": most, **_name_hashes(bank)}
    return (await db.execute(_DUE, wanted)).all()


async def find_latest_receipt(db: AsyncSession, *, since: datetime) -> datetime | None:
    """When the latest answer came in; None when there is none after ``since``."""
    found: datetime | None = await db.scalar(_LATEST, {"since": since})
    return found


def _name_hashes(bank: Bank) -> dict[str, str]:
    hashes = bank.hashes
    return {"text": hashes.text, "structure": hashes.structure, "scoring": hashes.scoring}


def _take(row: Row[Any]) -> TakenSession:
    answers = zip(row.items, row.options, row.times_ms, row.instants, strict=True)
    return TakenSession(
        status=SessionStatus(row.status),
        language=row.language,
        started_at=row.started_at,
        completed_at=row.completed_at,
        last_active_at=row.last_active_at,
        answers=tuple(GivenAnswer(*answer) for answer in answers),
    )
