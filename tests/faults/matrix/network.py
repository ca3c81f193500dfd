"""The network: what gets through, how often and in which order."""

from tests.faults.fault import Fault, Kind
from tests.faults.matrix.casting import AGAIN, SEEN_AGAIN, both, result_fault, to_core, to_profiler
from tests.faults.row import Expect

NETWORK = (
    both(
        "cut both ways",
        sync=Fault(Kind.CUT, everything=True),
        inbox=Fault(Kind.CUT, everything=True),
        lasts_s=3,
        expects=AGAIN,
        ci=True,
    ),
    to_core("requests to core lost", sync=result_fault(Kind.REQUEST_LOST, times=4), expects=AGAIN),
    to_profiler(
        "requests to the profiler lost", inbox=Fault(Kind.REQUEST_LOST, times=4), expects=AGAIN
    ),
    to_core(
        "answers of core lost",
        sync=result_fault(Kind.ANSWER_LOST, times=3),
        expects=SEEN_AGAIN,
        ci=True,
    ),
    to_profiler(
        "answers of the profiler lost",
        inbox=Fault(Kind.ANSWER_LOST, times=3),
        expects=SEEN_AGAIN,
        ci=True,
    ),
    to_core(
        "core hangs after applying",
        sync=result_fault(Kind.HANG, times=2),
        expects=(*SEEN_AGAIN, Expect.BOUNDED),
    ),
    to_profiler(
        "the profiler hangs after applying",
        inbox=Fault(Kind.HANG, times=2),
        expects=(*SEEN_AGAIN, Expect.BOUNDED),
    ),
    to_core("RST towards core", sync=result_fault(Kind.RESET, times=3), expects=AGAIN),
    to_profiler("RST towards the profiler", inbox=Fault(Kind.RESET, times=3), expects=AGAIN),
    both(
        "RST on half of everything",
        sync=Fault(Kind.RESET, share=0.5, everything=True),
        inbox=Fault(Kind.RESET, share=0.5, everything=True),
        lasts_s=4,
    ),
    both("delay both ways", sync=Fault(Kind.DELAY, seconds=2), inbox=Fault(Kind.DELAY, seconds=2)),
)
ORDER = (
    to_core(
        "each result twice in turn",
        sync=result_fault(Kind.TWICE_FIRST),
        expects=(Expect.FIRST_TRY,),
        lasts_s=1,
    ),
    to_core(
        "each result twice at once",
        sync=result_fault(Kind.TWICE_SECOND),
        expects=(Expect.FIRST_TRY,),
        lasts_s=1,
        ci=True,
    ),
    to_profiler("each event twice in turn", inbox=Fault(Kind.TWICE_FIRST), lasts_s=1, ci=True),
    to_profiler("each event twice at once", inbox=Fault(Kind.TWICE_SECOND), lasts_s=1),
    to_core(
        "results overtake each other", sync=result_fault(Kind.REORDER, times=1, seconds=6), ci=True
    ),
    to_profiler("events overtake each other", inbox=Fault(Kind.REORDER, times=1, seconds=6)),
    both(
        "everything delivered once more much later",
        sync=Fault(Kind.ECHO),
        inbox=Fault(Kind.ECHO),
        lasts_s=3,
        expects=(Expect.REPLAYED,),
        ci=True,
    ),
)
