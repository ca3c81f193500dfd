"""The fault matrix as data. A row says what is broken, during which traffic, and what must be seen.

Every row also expects what all expect: within 60 s of the fault's end the system has converged,
and the invariants hold (invariants.py).
"""

from tests.faults.matrix.content import CONTENT, STATUS
from tests.faults.matrix.machines import CLOCKS, ENGINES, PROCESSES
from tests.faults.matrix.network import NETWORK, ORDER
from tests.faults.row import Row

MATRIX: tuple[Row, ...] = (*NETWORK, *ORDER, *CONTENT, *STATUS, *CLOCKS, *PROCESSES, *ENGINES)
