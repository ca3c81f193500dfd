"""One row with one seed: prepare, break, walk, heal, converge, judge."""

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

import psycopg

from tests.clients.waiting import NeverHappened, wait_until
from tests.faults.doors import judge_doors
from tests.faults.expectations import Evidence, list_unmet, must_be_sent_again, read_log
from tests.faults.facts import Facts, Reader
from tests.faults.fault import Fault
from tests.faults.invariants import HEALED_WITHIN_S, Expected, judge_healed
from tests.faults.proxy import Proxy
from tests.faults.recorder import Recorder
from tests.faults.row import Expect, Row
from tests.faults.stage import Stage
from tests.faults.strikes import Hits, striking
from tests.faults.traffic import ENDS, Part, Walker, make_walker

HAPPENS_WITHIN_S = 60.0
_AT_ONCE = 4
_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """``did`` is what was broken and how often, ``converged_s`` None when nothing converged."""

    name: str
    seed: int
    did: str
    converged_s: float | None
    readings: int
    took_s: float
    problems: tuple[str, ...] = ()

    @property
    def is_ok(self) -> bool:
        return not self.problems


@dataclass
class _Run:
    stage: Stage
    row: Row
    seed: int
    walkers: Sequence[Walker]
    hits: dict[str, Hits] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def learner_ids(self) -> list[str]:
        return [walker.learner_id for walker in self.walkers]


def run_row(stage: Stage, row: Row, *, seed: int) -> Outcome:
    """The row's outcome. Raises what the traffic raised, such as a broken contract."""
    began = time.monotonic()
    run = _Run(stage, row, seed, _make_walkers(stage, row, seed))
    reader, since = Reader(stage.databases), stage.log_ends()
    converged_s = None
    with Recorder(stage.databases, run.learner_ids) as recorder:
        try:
            healed_at = _break_and_walk(run, reader)
            converged_s = _converge(run, reader, since_s=healed_at)
            run.problems += judge_doors(run.walkers)
            run.problems += _prove(run, reader, since)
        except NeverHappened as never:
            run.problems.append(str(never))
        finally:
            reader.close()
    run.problems += sorted(recorder.violations)
    return Outcome(
        name=row.name,
        seed=seed,
        did=_tell_done(run),
        converged_s=converged_s,
        readings=recorder.readings,
        took_s=time.monotonic() - began,
        problems=tuple(run.problems),
    )


def _make_walkers(stage: Stage, row: Row, seed: int) -> list[Walker]:
    for proxy in (stage.sync, stage.inbox):
        proxy.begin(None, seed=seed)
    stage.await_whole()
    drawn = random.Random(f"{row.name} {seed}")
    parts = drawn.sample(row.traffic, len(row.traffic))
    make = partial(make_walker, stage.admin, stage.profiler)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        seeds = [drawn.randrange(1 << 30) for _ in parts]
        return list(pool.map(make, parts, seeds))


def _break_and_walk(run: _Run, reader: Reader) -> float:
    """Returns when the fault was over, on the monotonic clock."""
    stage, row = run.stage, run.row
    started = time.monotonic()
    with ThreadPoolExecutor(len(run.walkers)) as pool, _broken(run):
        with ExitStack() as struck:
            _strike(run, struck, begins_first=True)
            walks = [pool.submit(walker.walk) for walker in run.walkers]
            if not all(strike.begins_first for strike in row.strikes):
                _await_answers(run, walks)
                _strike(run, struck, begins_first=False)
            _await_happening(run, started)
            if Expect.MEANWHILE in row.expects:
                _converge(run, reader, since_s=time.monotonic(), walks=walks)
        for proxy in (stage.sync, stage.inbox):
            proxy.heal()
        healed_at = time.monotonic()
        for walk in walks:
            walk.result()
    return healed_at


@contextmanager
def _broken(run: _Run) -> Iterator[None]:
    """Whatever happens inside, the next row begins with whole ways."""
    pairs = ((run.stage.sync, run.row.sync), (run.stage.inbox, run.row.inbox))
    for proxy, fault in pairs:
        proxy.begin(fault, seed=run.seed)
    try:
        yield
    except BaseException:
        for proxy, _ in pairs:
            proxy.heal()
        raise


def _await_answers(run: _Run, walks: Sequence[Future[None]]) -> None:
    """Until the learners have given some answers: how many, the seed decides."""
    wanted = random.Random(run.seed).randint(1, 60)

    def are_given() -> bool:
        return sum(walker.answered for walker in run.walkers) >= wanted

    wait_until(
        lambda: are_given() or all(walk.done() for walk in walks),
        within_s=HAPPENS_WITHIN_S,
        what=f"{wanted} answers",
    )


def _strike(run: _Run, struck: ExitStack, *, begins_first: bool) -> None:
    for strike in run.row.strikes:
        if strike.begins_first == begins_first:
            hits = struck.enter_context(striking(run.stage.field, strike))
            run.hits[strike.describe()] = hits


def _await_happening(run: _Run, started: float) -> None:
    """Until every fault has happened and has lasted; raises NeverHappened."""

    def has_happened() -> bool:
        has_lasted = time.monotonic() - started >= run.row.lasts_s
        is_refused = Expect.REFUSED not in run.row.expects or _is_refused(run)
        return has_lasted and is_refused and _is_done(run)

    what = f"the fault ({run.row.describe()})"
    within_s = HAPPENS_WITHIN_S + run.row.lasts_s
    wait_until(has_happened, within_s=within_s, what=what, every_s=0.05)


def _is_done(run: _Run) -> bool:
    pairs: Sequence[tuple[Proxy, Fault | None]] = (
        (run.stage.sync, run.row.sync),
        (run.stage.inbox, run.row.inbox),
    )
    by_proxies = all(proxy.is_done(fault) for proxy, fault in pairs if fault is not None)
    return by_proxies and all(hits.count > 0 for hits in run.hits.values())


def _is_refused(run: _Run) -> bool:
    staying = {walker.learner_id for walker in run.walkers if walker.part is not Part.ERASED}
    exchanges = [*run.stage.sync.exchanges, *run.stage.inbox.exchanges]
    return any(must_be_sent_again(one, staying) for one in exchanges if one.status == 401)


def _converge(
    run: _Run, reader: Reader, *, since_s: float, walks: Sequence[Future[None]] = ()
) -> float:
    """Seconds until nothing is violated; raises NeverHappened with what still is after 60 s."""
    left: list[str] = ["nothing was read"]
    while time.monotonic() - since_s < HEALED_WITHIN_S:
        if all(walk.done() for walk in walks):
            left = _list_violations(run, reader)
            if not left:
                return time.monotonic() - since_s
        time.sleep(_POLL_S)
    raise NeverHappened(f"not within {HEALED_WITHIN_S:g} s: {'; '.join(left)}")


def _list_violations(run: _Run, reader: Reader) -> list[str]:
    try:
        facts = reader.read(run.learner_ids)
    except psycopg.Error as error:
        return [f"the database is away: {type(error).__name__}"]
    return [
        f"{walker.part.name}: {violation}"
        for walker in run.walkers
        for violation in judge_healed(facts[walker.learner_id], _expect(walker, run.row))
    ]


def _expect(walker: Walker, row: Row) -> Expected:
    epoch, is_profiled = ENDS[walker.part]
    return Expected(
        epoch=epoch,
        is_profiled=is_profiled,
        completed=tuple(walker.completed),
        acknowledged=walker.acknowledged,
        may_be_dead=Expect.ONE_DEAD in row.expects,
        is_revoked=walker.part in {Part.DEACTIVATED, Part.ERASED},
        is_erased=walker.part is Part.ERASED,
    )


def _prove(run: _Run, reader: Reader, since: dict[str, int]) -> list[str]:
    facts: dict[str, Facts] = reader.read(run.learner_ids)
    proxies = (run.stage.sync, run.stage.inbox)
    ours = {*run.learner_ids}
    evidence = Evidence(
        exchanges=[x for proxy in proxies for x in proxy.exchanges if x.learner_id in ours],
        trapped=sum(proxy.trapped for proxy in proxies),
        facts=facts,
        log=read_log(run.stage.read_logs(since)),
    )
    return list(list_unmet(run.row, evidence))


def _tell_done(run: _Run) -> str:
    words = [f"{kind.value} x {count}" for kind, count in run.stage.sync.done.items()]
    back = [f"{kind.value} x {count}" for kind, count in run.stage.inbox.done.items()]
    told = [f"to core {', '.join(words)}"] if words else []
    told += [f"to the profiler {', '.join(back)}"] if back else []
    told += [f"{name} ({hits.count})" for name, hits in run.hits.items()]
    return "; ".join(told) or "nothing"
