"""``POST complete`` while others answer: how long it takes, and whether the others notice."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.figures import compute_percentile
from bench.load import Ask, Load, Tally, format_request, run_loads
from bench.people import answer_everything, make_learners, start_sessions
from bench.side_by_side import Say
from bench.stage import Stage, split_address
from tests.clients.journey import LearnerJourney

BAR_P99_MS = 50.0
_ANSWERING = 16
_ANSWERS_PER_S = 250
"""Five learners a second who answer 51 questions each: 18,000 an hour, and as many complete."""
_COMPLETING = 4
_COMPLETIONS_PER_S = 5
_WARM_UP = 12
"""Completions before the measurement: each worker compiles its statements once."""


@dataclass(frozen=True, slots=True)
class Completions:
    """Milliseconds of every completion, and of the answers without and beside them.

    ``foreign_share`` is the part of the machine that meanwhile worked for others.
    """

    milliseconds: list[float]
    answers_alone_ms: list[float]
    answers_beside_ms: list[float]
    answers_per_second: float
    factor: float
    foreign_share: float

    @property
    def p50_ms(self) -> float:
        return compute_percentile(self.milliseconds, 50)

    @property
    def p99_ms(self) -> float:
        return compute_percentile(self.milliseconds, 99)

    @property
    def is_within_bars(self) -> bool:
        """Whether p99 keeps the bar, times the factor."""
        return self.p99_ms <= BAR_P99_MS * self.factor


def measure_completions(stage: Stage, say: Say) -> Completions:
    """Complete fully answered sessions at a steady pace while other learners answer."""
    plan = stage.plan
    finishing = make_learners(
        stage.doors, count=plan.learners + _WARM_UP, at_once=plan.at_once, seed=plan.seed + 10_000
    )
    answering = make_learners(
        stage.doors, count=_ANSWERING, at_once=plan.at_once, seed=plan.seed + 20_000
    )
    start_sessions(finishing + answering, at_once=plan.at_once)
    answer_everything(finishing, at_once=plan.at_once)
    for learner in finishing[plan.learners :]:
        learner.complete()
    del finishing[plan.learners :]
    draw_answer = _draw_answers(answering, random.Random(plan.seed))
    asks = iter([_ask_completion(owner, learner) for owner, learner in enumerate(finishing)])
    seconds = len(finishing) / _COMPLETIONS_PER_S + 1
    (alone,) = _run(stage, [_answer_for(seconds, draw_answer)])
    meter = stage.meter("profiler")
    before = meter.read()
    beside, completed = _run(
        stage, [_answer_for(seconds, draw_answer), _complete_all(seconds, asks)]
    )
    used = meter.read() - before
    if completed.total != len(finishing):
        raise AssertionError(f"{completed.total} of {len(finishing)} sessions were completed")
    found = Completions(
        milliseconds=completed.latencies_ms,
        answers_alone_ms=alone.latencies_ms,
        answers_beside_ms=beside.latencies_ms,
        answers_per_second=beside.in_time / beside.seconds,
        factor=plan.factor,
        foreign_share=used.foreign_share,
    )
    say(f"  complete: p99 {found.p99_ms:.1f} ms beside {found.answers_per_second:,.0f} answers/s")
    return found


def _run(stage: Stage, loads: list[Load]) -> list[Tally]:
    host, port = split_address(stage.system.profiler_url)
    return run_loads(host, port, loads)


def _answer_for(seconds: float, draw: Callable[[], Ask]) -> Load:
    return Load(draw, _ANSWERING, seconds, pause_s=_ANSWERING / _ANSWERS_PER_S)


def _complete_all(seconds: float, asks: Iterator[Ask]) -> Load:
    """Until nobody is left; the deadline is only a guard."""
    pause_s = _COMPLETING / _COMPLETIONS_PER_S
    return Load(lambda: next(asks, None), _COMPLETING, 4 * seconds, pause_s=pause_s)


def _draw_answers(learners: list[LearnerJourney], drawn: random.Random) -> Callable[[], Ask]:
    questions = learners[0].questions()

    def draw() -> Ask:
        owner = drawn.randrange(len(learners))
        question = drawn.choice(questions)
        given = {"question_id": question.id, "selected_option": drawn.choice(question.keys)}
        return _ask(learners[owner], "respond", given, owner, b'"answer_version":')

    return draw


def _ask_completion(owner: int, learner: LearnerJourney) -> Ask:
    return _ask(learner, "complete", {}, owner, b'"value_statement":')


def _ask(learner: LearnerJourney, door: str, body: dict[str, str], owner: int, mark: bytes) -> Ask:
    payload = format_request(
        "POST",
        f"/api/v1/profiling/session/{learner.session}/{door}",
        host="127.0.0.1",
        token=learner.profiler.token or "",
        body=json.dumps(body).encode(),
    )
    return Ask(payload, owner, mark)
