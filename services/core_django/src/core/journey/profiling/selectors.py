"""Reads of retakes, progress and item statistics. Row-level security is the second lock."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from core.journey.journey import selectors as journeys
from core.journey.journey.models import Journey
from core.journey.profiling import domain
from core.journey.profiling.models import BankReport, Progress, RetakeRequest, Ticket
from core.journey.profiling.schemas import (
    BankStatisticsList,
    BankStatisticsOut,
    RetakeOut,
    SessionProgressOut,
    reads_state,
)
from core.journey.results import selectors as results
from core.platform.access.actors import Actor
from core.platform.common.errors import NotFound
from talent_contracts.events import (
    ProfilingSweepV1,
    SweepAnswer,
    SweepDifference,
    SweepRange,
    SweepRow,
    digest_rows,
)
from talent_contracts.results import BankHashes, BankReference
from talent_contracts.statistics import BankStatistics
from talent_contracts.vocabulary import Module, Role


def list_own_retakes(actor: Actor) -> QuerySet[RetakeRequest]:
    """The learner's requests."""
    return RetakeRequest.objects.filter(learner_id=actor.id)


def list_retakes(actor: Actor, *, state: str | None) -> QuerySet[RetakeRequest]:
    """Requests an admin reviews, with their learners; nothing for anyone else."""
    if not actor.has(Role.ADMIN):
        return RetakeRequest.objects.none()
    found = RetakeRequest.objects.select_related("learner")
    return found.filter(state=state) if state else found


def get_retake(retakes: QuerySet[RetakeRequest], request_id: UUID) -> RetakeRequest:
    """One of these requests. Raises NotFound."""
    found = retakes.filter(id=request_id).first()
    if found is None:
        raise NotFound
    return found


def find_allowed_from(learner_id: UUID) -> datetime | None:
    """From when a retake may be asked for; None without a result or while one is pending."""
    journey = journeys.get_journey(learner_id)
    retakes = RetakeRequest.objects.filter(learner_id=learner_id)
    if not journey.profiling_complete or retakes.filter(state="pending").exists():
        return None
    return compute_allowed_from(journey)


def compute_allowed_from(journey: Journey) -> datetime:
    """The end of the cooldown of a journey with a result."""
    result = results.find_result(journey.learner_id, journey.epoch)
    if result is None:
        raise NotFound
    declined = RetakeRequest.objects.filter(learner_id=journey.learner_id, state="declined")
    return domain.allow_retake_from(
        result_received_at=result.received_at,
        declined_at=declined.aggregate(at=Max("decided_at"))["at"],
    )


def describe_retake(request: RetakeRequest) -> RetakeOut:
    """A request as its learner sees it."""
    return RetakeOut(
        id=request.id,
        state=reads_state.validate_python(request.state),
        reason=request.reason,
        requested_at=request.requested_at,
        decided_at=request.decided_at,
        answer=request.answer,
        granted_epoch=request.granted_epoch,
    )


def describe_progress(progress: Progress | None, *, epoch: int) -> SessionProgressOut | None:
    """What the profiler last told of this epoch."""
    if progress is None or progress.epoch != epoch:
        return None
    return SessionProgressOut(
        answered=progress.answered,
        total=progress.total,
        module=Module(progress.module) if progress.module else None,
        at=progress.at,
    )


def has_begun(learner_id: UUID, *, epoch: int) -> bool:
    """Whether the learner asked to start a session of this epoch."""
    return Ticket.objects.filter(learner_id=learner_id, epoch=epoch).exists()


def list_statistics(actor: Actor) -> BankStatisticsList:
    """The newest item statistics of every bank, for admins; nothing for anyone else."""
    reports = BankReport.objects.order_by("-computed_at") if actor.has(Role.ADMIN) else ()
    return BankStatisticsList(results=[_describe_report(report) for report in reports])


def find_differences(actor: Actor, sweep: ProfilingSweepV1) -> SweepAnswer:
    """Where the stored results are not what the profiler listed; two queries at most."""
    if actor != Actor.profiler():
        return SweepAnswer(differences=[])
    found = results.digest_ranges([one.start for one in sweep.ranges], sweep.end)
    nothing = digest_rows([])
    differing = [
        one for place, one in enumerate(sweep.ranges) if found.get(place, nothing) != one.sha256
    ]
    return SweepAnswer(differences=[_compare(one, sweep.end) for one in differing])


def _compare(given: SweepRange, end: UUID | None) -> SweepDifference:
    if given.rows is None:
        return SweepDifference(start=given.start)
    learner_ids = {row.learner_id for row in given.rows}
    stored = [
        SweepRow(
            session_id=origin.session_id,
            learner_id=origin.learner_id,
            epoch=origin.epoch,
            result_sha256=origin.result_sha256,
        )
        for origin in results.list_origins(given.start, end, learner_ids)
    ]
    return domain.compare_rows(given.start, end, given.rows, stored)


def _describe_report(report: BankReport) -> BankStatisticsOut:
    hashes = BankHashes(
        text=report.text_hash, structure=report.structure_hash, scoring=report.scoring_hash
    )
    return BankStatisticsOut(
        bank=BankReference(version=report.bank_version, hashes=hashes),
        computed_at=report.computed_at,
        received_at=report.received_at,
        statistics=BankStatistics.model_validate_json(report.body),
    )
