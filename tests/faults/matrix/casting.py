"""Which learners walk through a row, and the shapes that many rows share."""

from functools import partial

from tests.faults.facts import COMPLETED
from tests.faults.fault import Fault
from tests.faults.row import Expect, Row
from tests.faults.traffic import Part

THREE = (Part.WHOLE, Part.WHOLE, Part.WHOLE)
SEEN_AGAIN = (Expect.REPLAYED, Expect.RETRIED)
AGAIN = (Expect.RETRIED,)

result_fault = partial(Fault, event_type=COMPLETED)
"""Advisory events must not take the fault that is meant for a result."""
to_core = partial(
    Row, traffic=(Part.WHOLE, Part.WHOLE, Part.RESET_MIDWAY, Part.RESET_LATE, Part.ERASED)
)
to_profiler = partial(Row, traffic=(Part.UNDONE, Part.DEACTIVATED, Part.RESET_MIDWAY, Part.ERASED))
both = partial(
    Row,
    traffic=(
        Part.WHOLE,
        Part.RESET_MIDWAY,
        Part.RESET_LATE,
        Part.UNDONE,
        Part.DEACTIVATED,
        Part.ERASED,
    ),
)
