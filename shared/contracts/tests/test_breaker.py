"""The breaker: opens on absence alone, closes by a probe, and probes at a measured pace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_contracts.breaker import (
    OPENS_AFTER,
    PROBE_CLOSED_S,
    PROBE_OPEN_S,
    SCOUT_EVERY_S,
    Breaker,
)
from talent_contracts.delivery import AWAY_REASONS


def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(OPENS_AFTER):
        breaker.record("no-answer")
    return breaker


class TestRecord:
    @pytest.mark.parametrize("reason", AWAY_REASONS)
    def test_opens_after_three_absences_in_a_row(self, reason: str) -> None:
        breaker = Breaker()
        assert [breaker.record(reason) for _ in range(4)] == [False, False, True, False]
        assert breaker.is_open

    @pytest.mark.parametrize(
        "reason", ["applied", "stale-epoch", "status-500", "bad-signature", "unknown-kid"]
    )
    def test_any_other_answer_shows_that_somebody_is_there(self, reason: str) -> None:
        breaker = opened()
        breaker.record(reason)
        assert not breaker.is_open

    @given(st.lists(st.sampled_from([*AWAY_REASONS, "applied", "status-500"])))
    def test_is_open_exactly_when_the_last_three_were_absences(self, reasons: list[str]) -> None:
        breaker = Breaker()
        for reason in reasons:
            breaker.record(reason)
        last = reasons[-OPENS_AFTER:]
        assert breaker.is_open == (len(last) == OPENS_AFTER and set(last) <= set(AWAY_REASONS))


class TestProbe:
    @pytest.mark.parametrize(
        ("breaker", "interval_s"), [(opened(), PROBE_OPEN_S), (Breaker(), PROBE_CLOSED_S)]
    )
    def test_is_taken_once_per_interval(self, breaker: Breaker, interval_s: float) -> None:
        assert breaker.take_probe(100.0)
        assert not breaker.take_probe(100.0 + interval_s - 0.01)
        assert breaker.take_probe(100.0 + interval_s)

    def test_is_due_at_once_when_the_breaker_opens(self) -> None:
        breaker = Breaker()
        assert breaker.take_probe(100.0)
        for _ in range(OPENS_AFTER):
            breaker.record("no-answer")
        assert breaker.take_probe(100.1)
        assert not breaker.take_probe(100.2)

    def test_that_finds_somebody_closes(self) -> None:
        breaker = opened()
        breaker.close()
        assert not breaker.is_open
        assert not breaker.record("no-answer")


class TestScout:
    def test_is_taken_once_per_interval(self) -> None:
        breaker = Breaker()
        assert breaker.take_scout(100.0)
        assert not breaker.take_scout(100.0 + SCOUT_EVERY_S - 0.01)
        assert breaker.take_scout(100.0 + SCOUT_EVERY_S)

    def test_is_never_taken_while_nobody_is_there(self) -> None:
        assert not opened().take_scout(100.0)
