"""Answer quality as it stands in a result: in the learner's words, who reads the result."""

from collections.abc import Mapping
from typing import Final

from profiler.bank import Bank
from profiler.quality import Audience, TimedAnswer, judge_quality, report_quality
from profiler.results.rounding import round_stored
from profiler.scoring.short_form import Mode
from talent_contracts.results_v2 import QualityResultV2

SHORT_FORM_NOTE: Final = (
    "This was the short form: it asks fewer questions, so your ability and the order of the other "
    "tracks are less certain than after the full form."
)


def tell_quality(
    bank: Bank, answers: Mapping[str, str], times_ms: Mapping[str, int | None], mode: Mode
) -> QualityResultV2:
    """The verdict over answers (item id to option key) and their times in milliseconds.

    The short form says that it was one, and what that means.
    """
    timed = [TimedAnswer(item, key, times_ms.get(item)) for item, key in answers.items()]
    quality = judge_quality(bank, timed)
    report = report_quality(quality, Audience.LEARNER, bank)
    notes = [report.headline, *report.notes] if report else []
    if mode is Mode.SHORT:
        notes.append(SHORT_FORM_NOTE)
    return QualityResultV2(
        verdict=quality.verdict.value,
        q=None if quality.q is None else round_stored(quality.q),
        notes=notes,
        redo=list(quality.redo),
    )
