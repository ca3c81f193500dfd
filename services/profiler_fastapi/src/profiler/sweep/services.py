"""One sweep: compare digests, then rows where they differ; repair what may be, tell the rest."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog

from profiler.common.database import Database
from profiler.common.erasing import keep_out_erasures
from profiler.sweep import store
from profiler.sweep.asking import Core
from profiler.sweep.domain import Finding, Kind, Report, cut_ranges, judge_unlisted
from talent_contracts.events import SweepDifference, SweepRange, SweepRow, digest_rows
from talent_contracts.events.sweep import MAX_RANGES, MAX_ROWS

log = structlog.get_logger("profiler.sweep")


class Sweep:
    """One comparison of everything that was applied with what core holds.

    ``because`` accepts what this sweep finds, except what it sends again.
    """

    def __init__(
        self,
        database: Database,
        core: Core,
        *,
        because: str | None = None,
        ranges_at_once: int = MAX_RANGES,
    ) -> None:
        self._database = database
        self._core = core
        self._because = because
        self._at_once = ranges_at_once
        self._report = Report()

    async def run(self) -> Report:
        """Compare, send again what core lost, tell the rest. Raises SweepPostponed."""
        async with self._database.begin() as db:
            began_at = await store.read_time(db)
            ranges, self._report.results = await cut_ranges(store.stream_applied(db))
        starts = [one.start for one in ranges]
        ends = dict(zip(starts, [*starts[1:], None], strict=True))
        for place in range(0, len(ranges), self._at_once):
            several = ranges[place : place + self._at_once]
            for difference in await self._ask(several, ends[several[-1].start]):
                await self._look_into(difference.start, ends[difference.start], began_at)
        _tell(self._report)
        return self._report

    async def _ask(self, ranges: Sequence[SweepRange], end: UUID | None) -> list[SweepDifference]:
        self._report.requests += 1
        return await self._core.compare(ranges, end)

    async def _look_into(self, start: UUID, end: UUID | None, began_at: datetime) -> None:
        """Name the results of a range, in parts where either side holds more than fit."""
        parts = [(start, end)]
        while parts:
            start, end = parts.pop()
            async with self._database.begin() as db:
                rows = await store.list_applied(db, start, end, most=MAX_ROWS + 1)
            if len(rows) > MAX_ROWS:
                parts.append((rows[-1].session_id, end))
                end = rows.pop().session_id
            named = SweepRange(start=start, sha256=digest_rows(rows), rows=rows)
            for difference in await self._ask([named], end):
                if len(difference.unlisted) < difference.unlisted_total:
                    half = UUID(int=difference.unlisted[-1].session_id.int + 1)
                    parts += [(half, end), (start, half)]
                else:
                    listed = {row.session_id: row for row in rows}
                    await self._settle(difference, listed, began_at)

    async def _settle(
        self, difference: SweepDifference, listed: dict[UUID, SweepRow], began_at: datetime
    ) -> None:
        """Whoever was erased is in order, whatever core still holds of them, or holds no more."""
        async with self._database.begin() as db:
            await keep_out_erasures(db)
            named = [*listed.values(), *difference.unlisted]
            erased = await store.find_erased(db, {row.learner_id for row in named})
            sent, again = await store.resend(db, difference.missing, began_at=began_at)
            held = await store.find_held(db, [row.session_id for row in difference.unlisted])
            repaired = [_find(Kind.MISSING, listed[one]) for one in sent]
            wrong = [
                *(_find(Kind.MISSING_AGAIN, listed[one]) for one in again),
                *(_find(Kind.DIFFERENT, listed[one]) for one in difference.different),
                *(
                    _find(kind, row)
                    for row in difference.unlisted
                    if (kind := judge_unlisted(row, held))
                ),
            ]
            wrong = [one for one in wrong if one.learner_id not in erased]
            now = await store.read_time(db)
            await store.remember(db, repaired, now=now, because=None)
            accepted = await store.remember(db, wrong, now=now, because=self._because)
        self._report.accepted += accepted
        self._report.findings += [*repaired, *(one for one in wrong if one not in accepted)]


def _find(kind: Kind, row: SweepRow) -> Finding:
    return Finding(kind, row.session_id, row.learner_id, row.epoch)


def _tell(report: Report) -> None:
    for finding in report.findings:
        write = log.warning if finding.kind is Kind.MISSING else log.error
        write(
            "result_sent_again" if finding.kind is Kind.MISSING else "results_disagree",
            kind=finding.kind.value,
            session_id=str(finding.session_id),
            learner_id=str(finding.learner_id),
            epoch=finding.epoch,
        )
    log.info(
        "sweep_done",
        results=report.results,
        requests=report.requests,
        findings=len(report.findings),
        accepted=len(report.accepted),
    )
