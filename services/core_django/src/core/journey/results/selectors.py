"""Reads of results."""

from uuid import UUID

from talent_contracts.results import ProfilingResult

from core.journey.results.models import Result


def find_result(learner_id: UUID, epoch: int) -> Result | None:
    """The result of one learner and epoch."""
    return Result.objects.filter(learner_id=learner_id, epoch=epoch).first()


def read_body(result: Result) -> ProfilingResult:
    """The stored bytes as a model; every schema ever accepted still parses."""
    return ProfilingResult.model_validate_json(result.body)
