"""Reads of results."""

from uuid import UUID

from pydantic import TypeAdapter

from core.journey.results.models import Result
from core.platform.common.errors import NotFound
from talent_contracts.results_v2 import AnyProfilingResult

_RESULT: TypeAdapter[AnyProfilingResult] = TypeAdapter(AnyProfilingResult)


def find_result(learner_id: UUID, epoch: int) -> Result | None:
    """The result of one learner and epoch."""
    return Result.objects.filter(learner_id=learner_id, epoch=epoch).first()


def find_result_before(result: Result) -> Result | None:
    """The learner's newest result of an earlier epoch."""
    earlier = Result.objects.filter(learner_id=result.learner_id, epoch__lt=result.epoch)
    return earlier.order_by("-epoch").first()


def read_body(result: Result) -> AnyProfilingResult:
    """The stored bytes as a model; every schema ever accepted still parses."""
    return _RESULT.validate_json(result.body)


def get_result(result_id: UUID) -> Result:
    """One result by id; NotFound without it."""
    result = Result.objects.filter(id=result_id).first()
    if result is None:
        raise NotFound
    return result
