"""``python3 run.py bench [part …]``: measure on a system of its own.

Prints the report and writes it; ends with 1 when a bar is broken.
"""

import sys
from collections.abc import Sequence

from bench.answers import compare_answers
from bench.arguments import Plan, parse_arguments
from bench.browser import Phone, measure_phone
from bench.completions import Completions, measure_completions
from bench.dashboard import compare_dashboards
from bench.drain import Drain, measure_drain
from bench.figures import Comparison
from bench.journey import Arrivals, measure_arrivals
from bench.machine import read_facts
from bench.people import finish_profiling, make_learners, open_doors, renew_logins, start_sessions
from bench.report import Run, format_report, write_report
from bench.stage import Stage
from infra.local.system import RunningSystem
from tests.clients.databases import Databases

_WORKERS = 2


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for; 1 when a bar is broken."""
    plan = parse_arguments(arguments)
    _say("starting a system of its own")
    workers = {"CORE_WORKERS": str(_WORKERS), "PROFILER_WORKERS": str(_WORKERS)}
    with RunningSystem(env=workers) as system, open_doors(system) as doors:
        stage = Stage(system, plan, doors, Databases(system.run_dir))
        run = _measure(stage, arguments)
    print(format_report(run), flush=True)
    write_report(run, plan.report)
    _say(f"written to {plan.report}")
    return 0 if run.is_within_bars else 1


def _measure(stage: Stage, arguments: Sequence[str]) -> Run:
    plan = stage.plan
    facts = read_facts(stage.databases, arguments=arguments, seed=plan.seed)
    return Run(
        facts=facts,
        settings=_describe_settings(plan),
        arrivals=_walk(stage) if "journey" in plan.parts else None,
        completions=_complete(stage) if "completions" in plan.parts else None,
        comparisons=_compare(stage) if plan.is_side_by_side else [],
        drain=_drain(stage) if "drain" in plan.parts else None,
        phone=_browse(stage) if "phone" in plan.parts else None,
    )


def _walk(stage: Stage) -> Arrivals:
    plan = stage.plan
    _say(f"journey: {plan.learners} learners, {plan.at_once} at a time")
    return measure_arrivals(
        stage.doors,
        learners=plan.learners,
        at_once=plan.at_once,
        factor=plan.factor,
        seed=plan.seed,
    )


def _complete(stage: Stage) -> Completions:
    _say(f"completions: {stage.plan.learners} sessions while others answer")
    return measure_completions(stage, _say)


def _drain(stage: Stage) -> Drain:
    _say(f"drain: {stage.plan.queued} queued results, new ones beside them")
    return measure_drain(stage, _say)


def _browse(stage: Stage) -> Phone:
    _say("phone: the app in a browser four times slower, on a slow network")
    return measure_phone(stage)


def _compare(stage: Stage) -> list[Comparison]:
    """Answers first, because completing closes the sessions that dashboards then show."""
    plan = stage.plan
    found = []
    _say(f"making {plan.learners} learners who act and {plan.bystanders} who do not")
    crowd = make_learners(stage.doors, count=plan.learners, at_once=plan.at_once, seed=plan.seed)
    start_sessions(crowd, at_once=plan.at_once)
    if "answers" in plan.parts:
        found.append(compare_answers(stage, crowd, _say))
    if "dashboard" in plan.parts:
        renew_logins(crowd, at_once=plan.at_once)
        finish_profiling(crowd, at_once=plan.at_once)
        found.append(compare_dashboards(stage, crowd, _say))
    return found


def _describe_settings(plan: Plan) -> dict[str, int]:
    """What the command line chose or left at its default."""
    journey = {"learners": plan.learners, "at once": plan.at_once}
    rounds = {"rounds": plan.rounds, "seconds per measurement": plan.seconds}
    sides = {"connections": plan.connections, "bystanders": plan.bystanders}
    drain = {"queued": plan.queued} if "drain" in plan.parts else {}
    compared = rounds | sides if plan.is_side_by_side else {}
    return {**journey, **compared, **drain, "workers": _WORKERS}


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
