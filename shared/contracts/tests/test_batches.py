import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_contracts import signing
from talent_contracts.batches import (
    MAX_BYTES,
    MAX_EVENTS,
    BadBatch,
    EventAnswer,
    SyncBatchAnswer,
    fits,
    join_events,
    read_answers,
    split_events,
)
from talent_contracts.delivery import Action, Answer, decide
from talent_contracts.events import SyncAnswer
from talent_contracts.vocabulary import SyncOutcome

ONE, TWO = (f"evt_01a1f842-e53c-76b6-9a9c-d8ceae9ba4e{n}" for n in "45")
bodies = st.lists(
    st.binary(min_size=1, max_size=200).filter(lambda body: b"\n" not in body),
    min_size=1,
    max_size=MAX_EVENTS,
)


def told(*answers: EventAnswer) -> Answer:
    return Answer(200, body=SyncBatchAnswer(answers=list(answers)).model_dump_json().encode())


class TestLines:
    @given(sent=bodies)
    def test_arrive_as_they_were_sent(self, sent: list[bytes]) -> None:
        assert split_events(join_events(sent)) == sent

    @pytest.mark.parametrize(
        "sent",
        [
            [],
            [b""],
            [b"{}", b""],
            [b"{\n}"],
            [b"{}"] * (MAX_EVENTS + 1),
            [b"x" * (signing.MAX_BYTES + 1)],
            [b"x" * 60_000] * 5,
        ],
    )
    def test_are_not_sent_when_they_would_be_refused(self, sent: list[bytes]) -> None:
        with pytest.raises(BadBatch):
            join_events(sent)

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\n",
            b"{}\n\n",
            b"\n{}",
            b"{}\n" * (MAX_EVENTS + 1),
            b"x" * (signing.MAX_BYTES + 1),
        ],
    )
    def test_are_refused_when_empty_too_many_or_too_long(self, raw: bytes) -> None:
        with pytest.raises(BadBatch):
            split_events(raw)

    def test_fit_up_to_the_bounds(self) -> None:
        assert fits([1] * MAX_EVENTS)
        assert not fits([1] * (MAX_EVENTS + 1))
        assert fits([MAX_BYTES // 4 - 1] * 4)
        assert not fits([MAX_BYTES // 4] * 4)


class TestAnswers:
    @pytest.mark.parametrize("status", [None, 302, 401, 404, 429, 500, 503])
    def test_say_the_same_to_all_when_the_batch_was_refused(self, status: int | None) -> None:
        answer = Answer(status, code="some", retry_after_s=5)
        assert read_answers(answer, [ONE, TWO]) == {ONE: answer, TWO: answer}

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>",
            b"{}",
            b'{"answers": 1}',
            SyncAnswer(event_id=ONE, outcome=SyncOutcome.APPLIED).model_dump_json().encode(),
        ],
    )
    def test_are_unreadable_for_all_when_the_batch_s_is(self, body: bytes) -> None:
        for answer in read_answers(Answer(200, body=body), [ONE, TWO]).values():
            reason = decide(answer, event_id=ONE, bad_signatures=0, age_s=1).reason
            assert reason == "unreadable-200"

    def test_are_each_event_s_own(self) -> None:
        answer = told(
            EventAnswer(event_id=TWO, status=409, code="result-conflict"),
            EventAnswer(event_id=ONE, status=200, outcome=SyncOutcome.APPLIED),
        )
        answers = read_answers(answer, [ONE, TWO])
        first = decide(answers[ONE], event_id=ONE, bad_signatures=0, age_s=1)
        assert (first.action, first.outcome) == (Action.DONE, SyncOutcome.APPLIED)
        second = decide(answers[TWO], event_id=TWO, bad_signatures=0, age_s=1)
        assert (second.action, second.reason) == (Action.DEAD, "result-conflict")

    @pytest.mark.parametrize(
        "given_answers",
        [
            [],
            [EventAnswer(event_id=TWO, status=200, outcome=SyncOutcome.APPLIED)],
            [EventAnswer(event_id=ONE, status=200)],
            [EventAnswer(event_id=ONE, status=200, outcome=SyncOutcome.APPLIED)] * 2,
        ],
    )
    def test_accept_nothing_that_was_not_said(self, given_answers: list[EventAnswer]) -> None:
        answer = read_answers(told(*given_answers), [ONE])[ONE]
        decision = decide(answer, event_id=ONE, bad_signatures=0, age_s=1)
        assert (decision.action, decision.reason) == (Action.RETRY, "unreadable-200")

    def test_fit_into_what_a_sender_reads(self) -> None:
        from talent_contracts.answers import MAX_ANSWER_BYTES

        longest = EventAnswer(event_id=ONE, status=422, code="c" * 100)
        body = told(*[longest] * MAX_EVENTS).body
        assert len(json.loads(body)["answers"]) == MAX_EVENTS
        assert len(body) < MAX_ANSWER_BYTES
