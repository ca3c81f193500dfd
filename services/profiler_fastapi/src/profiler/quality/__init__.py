"""Answer quality: pure functions over answers and their times. They never block a learner."""

from profiler.quality.indices import Indices, compute_indices
from profiler.quality.report import Audience, QualityReport, report_quality
from profiler.quality.responses import TimedAnswer
from profiler.quality.verdict import Quality, Sign, Verdict, judge_quality

__all__ = [
    "Audience",
    "Indices",
    "Quality",
    "QualityReport",
    "Sign",
    "TimedAnswer",
    "Verdict",
    "compute_indices",
    "judge_quality",
    "report_quality",
]
