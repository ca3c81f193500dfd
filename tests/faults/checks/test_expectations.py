"""A promise that was not kept is told; one that was is not."""

from dataclasses import replace
from typing import Any

import pytest

from talent_contracts.events import ProfilingProgressV1
from tests.faults.checks.stand_ins import LEARNER
from tests.faults.checks.test_invariants import make_facts
from tests.faults.expectations import Evidence, list_unmet, must_be_sent_again, read_log
from tests.faults.facts import COMPLETED
from tests.faults.fault import Fault, Kind
from tests.faults.proxy import Exchange
from tests.faults.row import Expect, Row

ONE = Exchange("evt_1", COMPLETED, LEARNER, None, 200, is_replay=False, at=0.0, seconds=0.1)
BUSY = replace(ONE, fault=Kind.STATUS, status=503)
PATIENT = Row("row", (), sync=Fault(Kind.STATUS, retry_after="2"), expects=(Expect.PATIENT,))


def make_evidence(*exchanges: Exchange, trapped: int = 0, **more: Any) -> Evidence:
    facts = more.get("facts", {LEARNER: make_facts()})
    return Evidence(exchanges, trapped, facts, more.get("log", []))


def kill(core: Any, profiler: Any) -> None:
    profiler["events"][0].update(state="dead")


KEPT: list[tuple[Expect, Evidence]] = [
    (Expect.REPLAYED, make_evidence(replace(ONE, is_replay=True))),
    (Expect.RETRIED, make_evidence(ONE, replace(ONE, at=1.0))),
    (Expect.FIRST_TRY, make_evidence(ONE)),
    (Expect.REFUSED, make_evidence(replace(ONE, status=401))),
    (Expect.BOUNDED, make_evidence(replace(ONE, seconds=10.5))),
    (Expect.UNTRAPPED, make_evidence(ONE)),
    (Expect.PROMPT, make_evidence(ONE, replace(ONE, at=2.0))),
    (Expect.ONE_DEAD, make_evidence(facts={"a": make_facts(kill), "b": make_facts()})),
]
BROKEN: list[tuple[Expect, Evidence]] = [
    (Expect.REPLAYED, make_evidence(ONE)),
    (Expect.RETRIED, make_evidence(ONE)),
    (Expect.FIRST_TRY, make_evidence(ONE, replace(ONE, at=1.0))),
    (Expect.FIRST_TRY, make_evidence()),
    (Expect.REFUSED, make_evidence(ONE)),
    (Expect.BOUNDED, make_evidence(replace(ONE, seconds=25.0))),
    (Expect.UNTRAPPED, make_evidence(ONE, trapped=1)),
    (Expect.PROMPT, make_evidence(ONE, replace(ONE, at=30.0))),
    (Expect.ONE_DEAD, make_evidence(facts={"a": make_facts(), "b": make_facts()})),
    (Expect.ONE_DEAD, make_evidence(facts={"a": make_facts(kill), "b": make_facts(kill)})),
]


@pytest.mark.parametrize(("expect", "evidence"), KEPT)
def test_tells_nothing_when_kept(expect: Expect, evidence: Evidence) -> None:
    assert list(list_unmet(Row("row", (), expects=(expect,)), evidence)) == []


@pytest.mark.parametrize(("expect", "evidence"), BROKEN)
def test_tells_what_was_not_seen(expect: Expect, evidence: Evidence) -> None:
    found = list(list_unmet(Row("row", (), expects=(expect,)), evidence))
    assert found == [f"not seen: {expect.value}"]


@pytest.mark.parametrize(("at", "is_kept"), [(1.0, False), (2.2, True)])
def test_measures_patience_from_the_answer_on(at: float, is_kept: bool) -> None:
    evidence = make_evidence(BUSY, replace(ONE, at=at))
    assert (list(list_unmet(PATIENT, evidence)) == []) is is_kept


@pytest.mark.parametrize(
    ("line", "is_heard"),
    [
        ({"level": "error", "trouble": "clock-skew"}, True),
        ({"level": "warning", "reason": "clock-skew"}, True),
        ({"level": "info", "trouble": "clock-skew"}, False),
        ({"level": "error", "trouble": "redirect"}, False),
    ],
)
def test_hears_only_what_is_said_aloud(line: dict[str, str], is_heard: bool) -> None:
    row = Row("row", (), alert="clock-skew")
    assert (list(list_unmet(row, make_evidence(ONE, log=[line]))) == []) is is_heard


def test_reads_whole_lines_of_a_log() -> None:
    assert read_log('{"a": 1}\nnot json\n[2]\n{"b": ') == [{"a": 1}]


@pytest.mark.parametrize(
    ("refused", "is_sent_again"),
    [
        (ONE, True),
        (replace(ONE, event_type=ProfilingProgressV1.TYPE), False),
        (replace(ONE, learner_id="somebody who is erased"), False),
        (replace(ONE, learner_id=None), False),
    ],
)
def test_knows_what_a_refusal_delays(refused: Exchange, *, is_sent_again: bool) -> None:
    assert must_be_sent_again(refused, {LEARNER}) is is_sent_again
