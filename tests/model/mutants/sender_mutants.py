"""The relays: who may send, in which order, and what an answer means."""

from tests.model.mutants.mutant import mutant

_STATEMENTS = "services/profiler_fastapi/src/profiler/outbox/statements.py"
_DOMAIN = "services/profiler_fastapi/src/profiler/outbox/domain.py"
_CORE_OUTBOX = "services/core_django/src/core/platform/outbox/services.py"
_DELIVERY = "shared/contracts/src/talent_contracts/delivery.py"

SENDERS = (
    mutant(
        "fence-ignored",
        "a sender that lost its lease writes over the one that holds it",
        _STATEMENTS,
        (
            "AND event.fence = ended.fence AND event.state = 'pending'\n",
            "AND event.state = 'pending'\n",
        ),
    ),
    mutant(
        "fence-ignored-in-core",
        "the same in core's relay",
        _CORE_OUTBOX,
        ("filter(id=claimed.id, fence=claimed.fence, status=", "filter(id=claimed.id, status="),
    ),
    mutant(
        "fence-does-not-rise",
        "two holders of one lease cannot be told apart",
        _STATEMENTS,
        ("        fence = fence + 1,\n", ""),
        ("due.fence + 1 AS fence", "due.fence AS fence"),
    ),
    mutant(
        "finished-twice",
        "an event that ended is ended again, otherwise",
        _CORE_OUTBOX,
        ('fence=claimed.fence, status="pending")', "fence__gte=claimed.fence)"),
    ),
    mutant(
        "results-overtake",
        "two events of one learner are in flight at once",
        _STATEMENTS,
        ("AND older.position < due.position", "AND older.position > due.position"),
    ),
    mutant(
        "resets-overtake",
        "an undo arrives before the reset it undoes",
        _CORE_OUTBOX,
        ("and earlier.id < d.id", "and earlier.id > d.id"),
    ),
    mutant(
        "any-200-counts",
        "whatever stands between the services can swallow a result",
        _DELIVERY,
        (
            'return Decision(Action.RETRY, "unreadable-200", alert=True)',
            'return Decision(Action.DONE, "unreadable-200", SyncOutcome.APPLIED)',
        ),
    ),
    mutant(
        "another-events-200-counts",
        "the answer to one event ends another",
        _DELIVERY,
        ("    if answer.event_id != event_id:", '    if answer.event_id == "":'),
    ),
    mutant(
        "superseded-is-dead",
        "a reset makes dead letters, and wakes people",
        _DELIVERY,
        (
            'Decision(Action.DONE, "stale-epoch", SyncOutcome.SUPERSEDED)',
            'Decision(Action.DEAD, "stale-epoch", SyncOutcome.SUPERSEDED)',
        ),
    ),
    mutant(
        "silence-is-death",
        "I1: a result dies of a network that is away",
        _DELIVERY,
        ('Decision(Action.RETRY, "no-answer")', 'Decision(Action.DEAD, "no-answer")'),
    ),
    mutant(
        "silence-is-success",
        "I1: a result that never arrived is taken for applied",
        _DELIVERY,
        (
            'Decision(Action.RETRY, "no-answer")',
            'Decision(Action.DONE, "no-answer", SyncOutcome.APPLIED)',
        ),
    ),
    mutant(
        "outcome-ignored",
        "a superseded result is told to be applied",
        _DOMAIN,
        ("return Verdict(State(decision.outcome.value), bad", "return Verdict(State.APPLIED, bad"),
    ),
)
