"""The content: messages cut, altered or slow, and answers that are none."""

from tests.faults.fault import Fault, Kind
from tests.faults.matrix.casting import (
    AGAIN,
    SEEN_AGAIN,
    THREE,
    result_fault,
    to_core,
    to_profiler,
)
from tests.faults.row import Expect, Row

CONTENT = (
    to_core(
        "requests to core cut short", sync=result_fault(Kind.SHORT_REQUEST, times=2), expects=AGAIN
    ),
    to_profiler(
        "requests to the profiler cut short",
        inbox=Fault(Kind.SHORT_REQUEST, times=2),
        expects=AGAIN,
    ),
    to_core(
        "results altered on the way",
        sync=result_fault(Kind.ALTERED_REQUEST, times=2),
        expects=(Expect.RETRIED, Expect.REFUSED),
        ci=True,
    ),
    to_profiler(
        "events altered on the way",
        inbox=Fault(Kind.ALTERED_REQUEST, times=2),
        expects=(Expect.RETRIED, Expect.REFUSED),
    ),
    to_core(
        "answers of core cut short",
        sync=result_fault(Kind.SHORT_ANSWER, times=2),
        expects=SEEN_AGAIN,
    ),
    to_profiler(
        "answers of the profiler cut short",
        inbox=Fault(Kind.SHORT_ANSWER, times=2),
        expects=SEEN_AGAIN,
        ci=True,
    ),
    to_core(
        "slow request to core",
        sync=result_fault(Kind.SLOW_REQUEST, times=2, seconds=0.3, piece_bytes=1500),
    ),
    to_core(
        "slow answer of core in time", sync=result_fault(Kind.SLOW_ANSWER, times=2, seconds=0.2)
    ),
    to_core(
        "slow answer of core out of time",
        sync=result_fault(Kind.SLOW_ANSWER, times=2, piece_bytes=16),
        expects=(*SEEN_AGAIN, Expect.BOUNDED),
    ),
    to_profiler(
        "slow answer of the profiler out of time",
        inbox=Fault(Kind.SLOW_ANSWER, times=1, piece_bytes=16),
        expects=(*SEEN_AGAIN, Expect.BOUNDED),
    ),
    to_core(
        "nonsense 200 for core",
        sync=result_fault(Kind.NONSENSE, times=2),
        expects=AGAIN,
        alert="unreadable-200",
        ci=True,
    ),
    to_profiler(
        "nonsense 200 for the profiler",
        inbox=Fault(Kind.NONSENSE, times=2),
        expects=AGAIN,
        alert="unreadable-200",
    ),
    to_core(
        "empty 200 for core",
        sync=result_fault(Kind.EMPTY, times=2),
        expects=AGAIN,
        alert="unreadable-200",
    ),
    to_core(
        "another event's 200 for core",
        sync=result_fault(Kind.ANOTHER_EVENT, times=2),
        expects=AGAIN,
        alert="another-event-200",
    ),
    to_profiler(
        "another event's 200 for the profiler",
        inbox=Fault(Kind.ANOTHER_EVENT, times=2),
        expects=AGAIN,
        alert="another-event-200",
        ci=True,
    ),
    Row(
        "a poisoned event among good ones",
        traffic=THREE,
        sync=result_fault(Kind.ALTERED_REQUEST, times=3, one_learner=True),
        expects=(Expect.ONE_DEAD,),
        alert="bad-signature",
    ),
)
STATUS = (
    to_core(
        "503 with Retry-After from core",
        sync=result_fault(Kind.STATUS, times=2, retry_after="2"),
        expects=(Expect.RETRIED, Expect.PATIENT),
        ci=True,
    ),
    to_profiler(
        "429 with Retry-After from the profiler",
        inbox=Fault(Kind.STATUS, times=2, status=429, retry_after="2"),
        expects=(Expect.RETRIED, Expect.PATIENT),
    ),
    to_core(
        "unreadable Retry-After from core",
        sync=result_fault(Kind.STATUS, times=2, retry_after="\u00b2"),
        expects=(Expect.RETRIED, Expect.PROMPT),
    ),
    to_profiler(
        "unreadable Retry-After from the profiler",
        inbox=Fault(Kind.STATUS, times=1, retry_after="\u00b2"),
        expects=(Expect.RETRIED, Expect.PROMPT),
    ),
    to_core(
        "500 from core for two minutes",
        sync=result_fault(Kind.STATUS, status=500),
        lasts_s=120,
        expects=AGAIN,
    ),
    to_core("502 from core", sync=result_fault(Kind.STATUS, times=4, status=502), expects=AGAIN),
    to_core("500 from core", sync=result_fault(Kind.STATUS, times=3, status=500), expects=AGAIN),
    to_core(
        "redirect instead of core",
        sync=result_fault(Kind.REDIRECT, times=2),
        expects=(Expect.RETRIED, Expect.UNTRAPPED),
        alert="redirect",
    ),
    to_profiler(
        "redirect instead of the profiler",
        inbox=Fault(Kind.REDIRECT, times=2),
        expects=(Expect.RETRIED, Expect.UNTRAPPED),
        alert="redirect",
    ),
)
