import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_contracts.delivery import (
    MAX_AGE_S,
    MAX_BACKOFF_S,
    SHARED_REASONS,
    Action,
    Answer,
    Decision,
    backoff_s,
    decide,
    forget_patience,
    note_patience,
)
from talent_contracts.vocabulary import SyncOutcome

EVENT = "evt_01a1f842-e53c-76b6-9a9c-d8ceae9ba4e4"


def act(answer: Answer, *, bad_signatures: int = 0, age_s: float = 1.0) -> Decision:
    return decide(answer, event_id=EVENT, bad_signatures=bad_signatures, age_s=age_s)


def ok(outcome: str, event_id: str = EVENT) -> Answer:
    return Answer(200, body=json.dumps({"event_id": event_id, "outcome": outcome}).encode())


class TestDecide:
    @pytest.mark.parametrize("outcome", list(SyncOutcome))
    def test_acts_on_the_outcome_of_a_200(self, outcome: SyncOutcome) -> None:
        assert act(ok(outcome)) == Decision(Action.DONE, outcome.value, outcome)

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(200),
            Answer(200, body=b"<html>"),
            Answer(200, body=b"{}"),
            ok("applied", EVENT.replace("e4", "e5")),
            Answer(200, body=json.dumps({"event_id": EVENT, "outcome": "great"}).encode()),
        ],
    )
    def test_accepts_no_other_200(self, answer: Answer) -> None:
        decision = act(answer)
        assert (decision.action, decision.alert) == (Action.RETRY, True)

    def test_gives_a_bad_signature_three_tries_of_its_own(self) -> None:
        refused = Answer(401, "bad-signature")
        actions = [act(refused, bad_signatures=count).action for count in range(3)]
        assert actions == [Action.RETRY, Action.RETRY, Action.DEAD]

    def test_waits_an_hour_for_an_unknown_learner(self) -> None:
        assert act(Answer(404), age_s=3599).action is Action.RETRY
        assert act(Answer(404), age_s=3600).action is Action.DEAD

    @pytest.mark.parametrize("code", ["result-conflict", "event-id-reused", "invalid-input", None])
    def test_buries_what_would_fail_again(self, code: str | None) -> None:
        assert act(Answer(422, code)).action is Action.DEAD

    @pytest.mark.parametrize("status", [None, 408, 425, 429, 500, 502, 503, 504])
    def test_retries_what_may_pass(self, status: int | None) -> None:
        decision = act(Answer(status))
        assert (decision.action, decision.alert) == (Action.RETRY, False)

    @given(st.none() | st.integers(300, 599), st.text(max_size=20))
    def test_retries_nothing_after_seven_days(self, status: int | None, code: str) -> None:
        assert act(Answer(status, code), age_s=MAX_AGE_S).action is not Action.RETRY


class TestPatience:
    def test_is_noted_when_a_time_was_named_for_what_is_tried_again(self) -> None:
        retried = act(Answer(503))
        assert note_patience(retried, 9.0) == Decision(Action.RETRY, "status-503, told to wait")

    @pytest.mark.parametrize("retry_after_s", [None, 0.0])
    def test_is_not_noted_without_a_time(self, retry_after_s: float | None) -> None:
        retried = act(Answer(422, "unknown-schema"))
        assert note_patience(retried, retry_after_s) == retried

    @pytest.mark.parametrize("answer", [Answer(410), Answer(422, "invalid-input"), ok("applied")])
    def test_is_not_noted_when_it_has_ended(self, answer: Answer) -> None:
        assert note_patience(act(answer), 9.0) == act(answer)

    @given(st.sampled_from(SHARED_REASONS))
    def test_hides_a_reason_from_whoever_hurries_and_can_be_forgotten(self, reason: str) -> None:
        noted = note_patience(Decision(Action.RETRY, reason), 1.0).reason
        assert noted not in SHARED_REASONS
        assert forget_patience(noted) == forget_patience(reason) == reason


class TestBackoff:
    @given(st.integers(0, 10_000), st.integers(0, 2**32))
    def test_is_bounded(self, attempts: int, seed: int) -> None:
        assert 0 <= backoff_s(attempts, random=Random(seed)) <= min(MAX_BACKOFF_S, 2.0**12)

    @given(st.floats(0, 10_000))
    def test_honours_retry_after_up_to_an_hour(self, wanted: float) -> None:
        waited = backoff_s(0, random=Random(1), retry_after_s=wanted)
        assert waited >= min(wanted, MAX_BACKOFF_S)
