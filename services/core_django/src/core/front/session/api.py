"""GET /auth/me."""

from core.front.session import selectors
from core.front.session.schemas import MeOut
from core.platform.access.scopes import reading
from core.platform.edge.operation import Call, Endpoint, operation
from core.platform.edge.principals import SIGNED_IN


class MeView(Endpoint):
    @operation(who=SIGNED_IN, summary="Who am I and what is next", answers={200: MeOut})
    def get(self, call: Call) -> MeOut:
        """The account, its journey and ``next``; every client routes by ``next`` alone."""
        with reading(call.actor):
            return selectors.get_me(call.actor)
