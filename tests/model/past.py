"""What a learner has behind them when an example begins: rare states get their share."""

from enum import StrEnum

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.model.admin_rules import AdminRules
from tests.model.sheets import TRACKS
from tests.model.wire import Fate


class Past(StrEnum):
    """The profiler has yet to hear of every reset and every undo."""

    NONE = "nothing"
    RESULT = "a result in core"
    ASKED = "a result, and a retake that was asked for"
    MISTAKE = "a result, a reset and its undo"
    MEANT = "the same, then reset all the same, and begun anew"
    TWICE = "a result and two resets: the second took nothing that could come back"


class Pasts(AdminRules):
    """An example begins with one of them."""

    @initialize(past=st.sampled_from(Past), track=st.sampled_from(TRACKS))
    def live(self, past: Past, track: str) -> None:
        if past is not Past.NONE:
            self._profile_and_deliver(track, Fate.ARRIVES)
        if past is Past.ASKED:
            self._ask_retake()
        if past in {Past.MISTAKE, Past.MEANT}:
            self.reset_by_mistake()
        if past is Past.MEANT:
            self.reset()
            self.begin()
        if past is Past.TWICE:
            self.reset()
            self.reset()
            self._undo(is_sure=True)
