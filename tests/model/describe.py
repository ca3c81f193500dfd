"""The model's state in the words of the databases."""

from tests.model.facts import Facts, Journey
from tests.model.model import Core, Message, Profiler


def describe(core: Core, profiler: Profiler) -> Facts:
    """The model's state as the databases must show it."""
    sessions = profiler.sessions
    return Facts(
        status=core.status,
        journey=_describe_journey(core),
        results={e: (r.session, r.sha256, back) for e, (r, back) in core.results.items()},
        told=[(m.kind, m.epoch, m.session or None, m.state) for m in core.told],
        received=dict(core.received),
        tickets=set(core.tickets),
        resets=list(core.resets),
        retakes=list(core.retakes),
        is_gone=profiler.is_erased,
        highest=profiler.highest,
        sessions={
            name: (s.epoch, s.status, s.result.sha256 if s.result else None)
            for name, s in sessions.items()
        },
        events=[_describe_event(one) for one in profiler.events],
        answers={(n, q): given for n, s in sessions.items() for q, given in s.answers.items()},
    )


def _describe_journey(core: Core) -> Journey:
    result = core.result
    if result is None:
        return Journey(core.epoch, core.is_erased, False)
    tracks = [result.track] * 3
    return Journey(core.epoch, False, True, core.epoch, result.session, result.sha256, *tracks)


def _describe_event(event: Message) -> tuple[str, int | None, str]:
    """The epoch stands in the body, and the body of an erased event is empty."""
    return event.session, None if event.state == "erased" else event.epoch, event.state
