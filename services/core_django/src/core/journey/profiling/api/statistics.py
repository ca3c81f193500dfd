"""How the items of each bank behave."""

from core.journey.profiling import schemas, selectors
from core.platform.access.scopes import reading
from core.platform.edge.operation import Call, Endpoint, operation
from core.platform.edge.principals import ADMIN


class BankStatisticsView(Endpoint):
    @operation(
        who=ADMIN,
        summary="How the items of each bank behave",
        answers={200: schemas.BankStatisticsList},
    )
    def get(self, call: Call) -> schemas.BankStatisticsList:
        """The newest statistics per bank, computed nightly by the profiler; figures with too few
        answers behind them are null.
        """
        with reading(call.actor):
            return selectors.list_statistics(call.actor)
