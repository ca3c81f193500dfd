"""Answer quality as it stands in a result: in the learner's words, who reads the result."""

from collections.abc import Mapping

from profiler.bank import Bank
from profiler.quality import Audience, TimedAnswer, judge_quality, report_quality
from profiler.results.rounding import round_stored
from talent_contracts.results_v2 import QualityResultV2


def tell_quality(
    bank: Bank, answers: Mapping[str, str], times_ms: Mapping[str, int | None]
) -> QualityResultV2:
    """The verdict over answers (item id to option key) and their times in milliseconds."""
    timed = [TimedAnswer(item, key, times_ms.get(item)) for item, key in answers.items()]
    quality = judge_quality(bank, timed)
    report = report_quality(quality, Audience.LEARNER, bank)
    notes = [report.headline, *report.notes] if report else []
    return QualityResultV2(
        verdict=quality.verdict.value,
        q=None if quality.q is None else round_stored(quality.q),
        notes=notes,
        redo=list(quality.redo),
    )
