"""Reads of results."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from pydantic import TypeAdapter

from core.journey.results.models import Result
from core.platform.common.errors import NotFound
from talent_contracts.results_v2 import AnyProfilingResult

_RESULT: TypeAdapter[AnyProfilingResult] = TypeAdapter(AnyProfilingResult)


def find_result(learner_id: UUID, epoch: int) -> Result | None:
    """The result of one learner and epoch."""
    return Result.objects.filter(learner_id=learner_id, epoch=epoch).first()


def count_results(learner_id: UUID) -> int:
    """How many results are stored of a learner, restored ones included."""
    return Result.objects.filter(learner_id=learner_id).count()


def list_digests(learner_ids: Collection[UUID]) -> dict[tuple[UUID, int], str]:
    """Learner and epoch → ``result_sha256``, for every result of these learners."""
    found = Result.objects.filter(learner_id__in=learner_ids)
    rows = found.values_list("learner_id", "epoch", "result_sha256")
    return {(learner_id, epoch): digest for learner_id, epoch, digest in rows}


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


def get_results(result_ids: Collection[UUID]) -> list[Result]:
    """Several results by id; NotFound if any is missing."""
    found = list(Result.objects.filter(id__in=list(result_ids)))
    if len(found) != len(result_ids):
        raise NotFound
    return found


_DIGESTS = """
select width_bucket(session_id, %s::uuid[]) - 1,
  encode(sha256(convert_to(string_agg(
    concat_ws(' ', session_id, learner_id, epoch, result_sha256), e'\\n' order by session_id, epoch
  ), 'UTF8')), 'hex')
from results_result
where restored_from_id is null and session_id >= %s and (%s::uuid is null or session_id < %s)
group by 1
"""


def digest_ranges(starts: Sequence[UUID], end: UUID | None) -> dict[int, str]:
    """Place of a range → sha256 over its results as they were first told, if it has any.

    Ranges go from one of the rising ``starts`` to the next, the last one to ``end``. The digest is
    that of ``digest_rows``; a restored result is its origin, so only origins count.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS, [list(starts), starts[0], end, end])
        return dict(cursor.fetchall())


def list_origins(start: UUID, end: UUID | None, learner_ids: Collection[UUID]) -> QuerySet[Result]:
    """First-told results of the sessions in the range and of these learners, without bodies."""
    is_inside = Q(session_id__gte=start)
    if end is not None:
        is_inside &= Q(session_id__lt=end)
    found = Result.objects.filter(is_inside | Q(learner_id__in=learner_ids), restored_from=None)
    return found.defer("body").order_by("session_id", "epoch")
