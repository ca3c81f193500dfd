"""What the outbox makes of PSP/1's table; the table itself is tested where it stands."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from profiler.outbox.domain import Delivery, State, Verdict, judge
from talent_contracts.delivery import Answer

NOW = datetime(2026, 5, 1, tzinfo=UTC)
EVENT_ID = "evt_01890a5d-ac96-774b-bcce-b302099a8057"


def act(
    answer: Answer, *, attempts: int = 1, bad: int = 0, age: timedelta | None = None
) -> Verdict:
    delivery = Delivery(EVENT_ID, attempts, bad, NOW - (age or timedelta(seconds=1)))
    return judge(answer, delivery, NOW, jitter=Random(1))


class TestJudge:
    @pytest.mark.parametrize(
        ("answer", "state", "trouble"),
        [
            (
                Answer(200, body=f'{{"event_id":"{EVENT_ID}","outcome":"applied"}}'.encode()),
                State.APPLIED,
                None,
            ),
            (Answer(200, body=b"{}"), State.PENDING, "unreadable-200"),
            (Answer(409, "stale-epoch"), State.SUPERSEDED, None),
            (Answer(410), State.ERASED, None),
            (Answer(409, "result-conflict"), State.DEAD, "result-conflict"),
            (Answer(422, "unknown-schema"), State.PENDING, "unknown-schema"),
            (Answer(403), State.PENDING, "unknown-kid"),
            (Answer(None), State.PENDING, "no-answer"),
            (Answer(503), State.PENDING, "status-503"),
        ],
        ids=str,
    )
    def test_writes_what_the_table_says(
        self, answer: Answer, state: State, trouble: str | None
    ) -> None:
        verdict = act(answer)
        assert (verdict.state, verdict.trouble) == (state, trouble)

    def test_only_refused_signatures_count_towards_three(self) -> None:
        refused = Answer(401, "bad-signature")
        assert act(refused, attempts=50).state is State.PENDING
        assert act(refused, attempts=50).bad_signatures == 1
        assert act(Answer(401, "clock-skew"), bad=2).state is State.PENDING
        assert act(refused, bad=2).state is State.DEAD

    def test_is_dead_when_seven_days_have_passed(self) -> None:
        assert act(Answer(None), age=timedelta(days=7)).state is State.DEAD

    def test_waits_as_long_as_asked(self) -> None:
        assert act(Answer(429, retry_after_s=120)).retry_in_s == 120

    def test_notes_that_it_was_asked_to_wait_beside_the_cause(self) -> None:
        verdict = act(Answer(503, retry_after_s=120))
        assert (verdict.trouble, verdict.cause) == ("status-503, told to wait", "status-503")
        assert act(Answer(410, retry_after_s=120)).cause is None

    def test_counts_a_refused_signature_also_when_asked_to_wait(self) -> None:
        assert act(Answer(401, "bad-signature", retry_after_s=120)).bad_signatures == 1
