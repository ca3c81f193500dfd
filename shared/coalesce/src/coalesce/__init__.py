"""Request coalescing: while one batch is in flight, requests queue; the next batch takes them all.

No timer holds anybody back and nothing stale is served: an idle coalescer runs a lone item at
once, a busy one lets the batches grow with the load.
"""

from coalesce.coalescer import Coalescer, RunBatch
from coalesce.errors import Closed, CoalesceError, Overloaded, RunBroken

__all__ = ["Closed", "CoalesceError", "Coalescer", "Overloaded", "RunBatch", "RunBroken"]
