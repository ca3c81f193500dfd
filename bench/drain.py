"""An outbox full of results drains into core while new ones arrive, beside the bare database."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from bench.backlog import Queued, queue_results, release
from bench.figures import compute_percentile
from bench.guarantees import check_durability, check_row_security
from bench.limit import Outcome
from bench.people import answer_everything, make_learners, start_sessions
from bench.side_by_side import Say
from bench.stage import Stage
from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until

BAR_PER_SECOND = 100_000 / 300
"""100,000 results within five minutes."""
_ARRIVES_EVERY_S = 0.5
_LIMIT_CONNECTIONS = 8
"""As many as the relay has deliveries in flight."""
_LIMIT_PART = 5
_HELD = "bench_queued"
_SCRIPT = f"""\
select nextval('{_HELD}_turn') as n \\gset
select learner_id as learner, session_id as session, jti, event_id as event
  from {_HELD} where n = :n \\gset
begin;
select set_config('app.user_id', :learner, true), set_config('transaction_read_only', 'off', true);
select * from journey_journey where learner_id = :learner for update;
select 1 from profiling_ticket where jti = :jti and learner_id = :learner and epoch = 1;
insert into inbox_row (id, source, event_id, learner_id, digest, outcome, received_at)
  values (uuidv7(), 'profiler', :event, :learner, repeat('0', 64), 'applied', now())
  on conflict do nothing;
select * from results_result where learner_id = :learner and epoch = 1;
insert into results_result (id, learner_id, epoch, session_id, event_id, recommended_track,
    bank_version, schema_version, body, result_sha256, occurred_at, received_at)
  select uuidv7(), :learner, 1, :session, :event, recommended_track, bank_version, schema_version,
    body, result_sha256, now(), now() from {_HELD}_body returning id as result \\gset
update journey_journey set profiling_complete = true, result_id = :result, version = version + 1,
    recommended_track = b.recommended_track, track = b.recommended_track, updated_at = now()
  from {_HELD}_body b where learner_id = :learner;
insert into audit_entry (id, actor_label, action, subject_id, before, after, recorded_at)
  select uuidv7(), 'profiler', 'journey.result_applied', :learner, b.facts, b.facts, now()
  from {_HELD}_body b;
select uuidv7() as published \\gset
insert into outbox_event (id, type, payload, ordering_key, published_at)
  values (:published, 'profiling.completed', jsonb_build_object('result_id', :result::text),
    :learner, now());
insert into outbox_delivery (id, event_id, consumer, ordering_key, status, attempts,
    bad_signatures, next_attempt_at, fence)
  values (uuidv7(), :published, 'dashboard', :learner, 'done', 0, 0, now(), 0),
    (uuidv7(), :published, 'portfolio', :learner, 'done', 0, 0, now(), 0);
select pg_notify('core_outbox', '');
insert into freshness (learner_id, version, changed_at) values (:learner, 1, now())
  on conflict (learner_id) do update set version = freshness.version + 1, changed_at = now();
commit;
"""
_PREPARE = f"""
drop table if exists {_HELD}; drop table if exists {_HELD}_body;
drop sequence if exists {_HELD}_turn;
create table {_HELD} (n bigint primary key, learner_id uuid, session_id uuid, jti uuid,
  event_id text);
create table {_HELD}_body as select recommended_track, bank_version, schema_version, body,
  result_sha256, jsonb_build_object('epoch', epoch, 'track', recommended_track) as facts
  from results_result where learner_id = '{{like}}';
create sequence {_HELD}_turn;
grant select on {_HELD}, {_HELD}_body to core_app;
grant usage on sequence {_HELD}_turn to core_app
"""
_FORGET = (
    f"""update journey_journey set profiling_complete = false, result_id = null, track = null,
      recommended_track = null where learner_id in (select learner_id from {_HELD})""",
    f"delete from results_result where learner_id in (select learner_id from {_HELD})",
)
_COUNT_LEFT = "select count(*)::int from outbox_event where state = 'pending' and attempts >= 0"
_AGES = """
select extract(epoch from finished_at - created_at)::float * 1000 from outbox_event
where session_id = any(%s::uuid[]) and type = 'profiling.completed' and state = 'applied'
"""
_STATES = "select state, count(*)::int from outbox_event where event_id = any(%s) group by state"


@dataclass(frozen=True, slots=True)
class Drain:
    """``limit_per_second`` is the bare database's rate before and after; ``arrived_ms`` how long
    each result took that arrived meanwhile.
    """

    queued: int
    seconds: float
    limit_per_second: list[float]
    arrived_ms: list[float]
    factor: float
    foreign_share: float

    @property
    def per_second(self) -> float:
        return self.queued / self.seconds

    @property
    def ratio(self) -> float:
        """Ours over the mean of the bare rates around it."""
        return self.per_second * len(self.limit_per_second) / sum(self.limit_per_second)

    @property
    def is_within_bars(self) -> bool:
        """Whether it was as fast as 100,000 within five minutes, over the factor."""
        return self.per_second >= BAR_PER_SECOND / self.factor


def measure_drain(stage: Stage, say: Say) -> Drain:
    """Queue results, let them go, and complete sessions every half second until all are there."""
    plan = stage.plan
    people = make_learners(
        stage.doors, count=plan.learners + 1, at_once=plan.at_once, seed=plan.seed + 30_000
    )
    start_sessions(people, at_once=plan.at_once)
    answer_everything(people, at_once=plan.at_once)
    original, *coming = people
    original.complete()
    original.wait_for_result()
    role = stage.role_environment("core_app", "core")
    check_durability(role)
    check_row_security(role, ["journey_journey", "results_result"])
    like, keys = original.student.id, stage.system.run_dir / "keys" / "core"
    _hold_for_limit(
        stage,
        like,
        queue_results(
            stage.databases,
            keys,
            like=like,
            count=max(plan.queued // _LIMIT_PART, 200),
            is_sent=False,
        ),
    )
    queued = queue_results(stage.databases, keys, like=like, count=plan.queued)
    limits = [_run_limit(stage, plan.queued)]
    meter = stage.meter("profiler-relay")
    before = meter.read()
    with _completing(coming) as completed:
        seconds = _drain(stage, queued, say)
    used = meter.read() - before
    _await_settled(stage)
    limits.append(_run_limit(stage, plan.queued))
    arrived_ms = [age for (age,) in stage.databases.query("profiler", _AGES, completed)]
    if len(arrived_ms) != len(completed):
        raise AssertionError(f"{len(completed)} completed meanwhile, {len(arrived_ms)} applied")
    return Drain(plan.queued, seconds, limits, arrived_ms, plan.factor, used.foreign_share)


def _drain(stage: Stage, queued: list[Queued], say: Say) -> float:
    """Seconds from the release until core has confirmed the last one."""
    started = time.monotonic()
    release(stage.databases)
    told_at = started
    while left := stage.databases.query("profiler", _COUNT_LEFT)[0][0]:
        if time.monotonic() - told_at > 10:
            told_at = time.monotonic()
            say(f"  drain: {left:,} left after {told_at - started:,.0f} s")
        time.sleep(0.2)
    seconds = time.monotonic() - started
    states: dict[str, int] = dict(
        stage.databases.query("profiler", _STATES, [one.event_id for one in queued])
    )
    if states != {"applied": len(queued)}:
        raise AssertionError(f"{len(queued)} were queued: {states}")
    return seconds


@contextmanager
def _completing(learners: list[LearnerJourney]) -> Iterator[list[str]]:
    """Somebody completes every half second, as long as there is somebody; yields the sessions."""
    stop, completed = Event(), list[str]()

    def complete_all() -> None:
        for learner in learners:
            if stop.wait(_ARRIVES_EVERY_S):
                return
            learner.complete()
            completed.append(learner.session)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(complete_all)
        try:
            yield completed
        finally:
            stop.set()
            running.result()


def _hold_for_limit(stage: Stage, like: object, held: list[Queued]) -> None:
    """Learners whom only pgbench will give a result, each once."""
    with stage.databases.connect("core") as connection:
        connection.execute(_PREPARE.format(like=like).encode())
        with connection.cursor().copy(f"copy {_HELD} from stdin".encode()) as copy:
            for place, one in enumerate(held, start=1):
                copy.write_row((place, one.learner_id, one.session_id, one.jti, one.event_id))
        connection.execute(f"vacuum analyze {_HELD}".encode())


def _run_limit(stage: Stage, queued: int) -> float:
    """The bare rate over half of those held for it."""
    each = max(queued // _LIMIT_PART, 200) // 2 // _LIMIT_CONNECTIONS
    pgbench = stage.pgbench(stage.role_environment("core_app", "core"), _LIMIT_CONNECTIONS)
    outcome: Outcome = pgbench.run_each(_SCRIPT, times=each)
    with stage.databases.connect("core") as connection:
        # The sweep would find results that the profiler never heard of, thousands of alarms.
        connection.execute("set session_replication_role = replica")
        for statement in _FORGET:
            connection.execute(statement.encode())
    return outcome.per_second


def _await_settled(stage: Stage) -> None:
    """What follows in core must not be measured as part of the limit."""
    wait_until(
        lambda: (
            not stage.databases.query(
                "core", "select 1 from outbox_delivery where status = 'pending' limit 1"
            )
        ),
        within_s=900,
        what="core's own consumers",
        every_s=0.5,
    )


def describe_drain(found: Drain) -> dict[str, object]:
    """Plain values for the report."""
    return {
        "queued": found.queued,
        "seconds": found.seconds,
        "per_second": found.per_second,
        "limit_per_second": found.limit_per_second,
        "ratio": found.ratio,
        "arrived": len(found.arrived_ms),
        "arrived_p50_ms": compute_percentile(found.arrived_ms, 50),
        "arrived_max_ms": max(found.arrived_ms),
        "bar_per_second": BAR_PER_SECOND / found.factor,
        "foreign_share": found.foreign_share,
        "is_within_bars": found.is_within_bars,
    }
