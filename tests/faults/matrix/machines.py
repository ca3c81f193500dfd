"""The machines: clocks, processes, databases, the cache."""

from tests.faults.fault import Fault, Kind
from tests.faults.matrix.casting import both, result_fault, to_core, to_profiler
from tests.faults.row import Expect
from tests.faults.strikes import Blow, Strike


def _clock(name: str, seconds: float) -> tuple[Strike, ...]:
    return (Strike(Blow.SKEW, f"{name}-relay", seconds),)


# A timestamp has whole seconds, so a clock that is 301 s ahead may still stamp 300 s and 299 s
# behind may stamp 300 s; 302 and 298 are beyond and within the bound for sure.
CLOCKS = (
    to_core(
        "clock of the profiler 302 s ahead",
        strikes=_clock("profiler", 302),
        expects=(Expect.RETRIED, Expect.REFUSED),
        alert="clock-skew",
        ci=True,
    ),
    to_core(
        "clock of the profiler 301 s behind",
        strikes=_clock("profiler", -301),
        expects=(Expect.RETRIED, Expect.REFUSED),
        alert="clock-skew",
    ),
    to_core(
        "clock of the profiler 302 s ahead for two minutes",
        strikes=_clock("profiler", 302),
        lasts_s=120,
        expects=(Expect.RETRIED, Expect.REFUSED),
        alert="clock-skew",
    ),
    to_core(
        "clock of the profiler 299 s ahead",
        strikes=_clock("profiler", 299),
        expects=(Expect.FIRST_TRY, Expect.MEANWHILE),
        ci=True,
    ),
    to_core(
        "clock of the profiler 299 s behind",
        strikes=_clock("profiler", -299),
        expects=(Expect.MEANWHILE,),
    ),
    to_profiler(
        "clock of core 302 s ahead",
        strikes=_clock("core", 302),
        expects=(Expect.RETRIED, Expect.REFUSED),
        alert="clock-skew",
    ),
    to_profiler(
        "clock of core 301 s behind",
        strikes=_clock("core", -301),
        expects=(Expect.RETRIED, Expect.REFUSED),
        alert="clock-skew",
    ),
    to_profiler(
        "clock of core 299 s ahead", strikes=_clock("core", 299), expects=(Expect.MEANWHILE,)
    ),
)
PROCESSES = (
    *(
        both(f"{name} stopped", strikes=(Strike(Blow.STOP, name),), lasts_s=4)
        for name in ("core", "profiler", "core-relay")
    ),
    both(
        "profiler-relay stopped",
        strikes=(Strike(Blow.STOP, "profiler-relay"),),
        lasts_s=2,
        ci=True,
    ),
    *(
        both(f"{name} killed", strikes=(Strike(Blow.KILL, name),))
        for name in ("core", "profiler", "core-relay", "profiler-relay", "celery-worker")
    ),
)
ENGINES = (
    *(
        both(
            f"backends of {role} ended",
            strikes=(Strike(Blow.TERMINATE, role),),
            lasts_s=3,
            ci=role == "profiler_worker",
        )
        for role in ("core_app", "core_worker", "profiler_app", "profiler_worker")
    ),
    *(
        both(f"{table} locked", strikes=(Strike(Blow.LOCK, table),), lasts_s=7)
        for table in ("core.outbox_delivery", "profiler.outbox_event", "profiler.inbox_event")
    ),
    both(
        "core.results_result locked",
        strikes=(Strike(Blow.LOCK, "core.results_result"),),
        lasts_s=3,
        ci=True,
    ),
    both("cache flushed", strikes=(Strike(Blow.FLUSH),), ci=True),
    both("cache killed", strikes=(Strike(Blow.KILL_ENGINE, "valkey"),)),
    both("database killed", strikes=(Strike(Blow.KILL_ENGINE, "postgres"),)),
    both(
        "database killed while answers get lost",
        sync=result_fault(Kind.ANSWER_LOST, share=0.5),
        inbox=Fault(Kind.ANSWER_LOST, share=0.5),
        strikes=(Strike(Blow.KILL_ENGINE, "postgres"),),
    ),
)
