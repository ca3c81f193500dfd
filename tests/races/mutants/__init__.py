"""Bugs to plant in core; the races must notice each (``python -m tests.races.mutants``)."""

from tests.model.mutants import MUTANTS as OF_THE_MODEL
from tests.model.mutants.mutant import Mutant, mutant

_SELECTORS = "services/core_django/src/core/journey/journey/selectors.py"
_SHARED = {
    "stale-epoch-applied",
    "conflict-passed-over",
    "inbox-forgets",
    "second-result-stored",
    "reset-keeps-epoch",
    "reset-keeps-flag",
    "undo-takes-older-reset",
    "reset-not-told",
}
_LOCKS = (
    mutant(
        "lock-dropped",
        "a reset and an undo read the journey while another changes it",
        _SELECTORS,
        (
            "    rows = Journey.objects.select_for_update() if lock else Journey.objects\n",
            "    rows = Journey.objects\n",
        ),
    ),
    mutant(
        "lock-dropped-for-results",
        "a result is applied to a journey that another changes",
        _SELECTORS,
        (
            "    rows = Journey.objects.select_for_update(skip_locked=not waits)\n",
            "    rows = Journey.objects\n",
        ),
    ),
)
_ERASURES = (
    mutant(
        "erased-applied",
        "a late result meets an erased learner as if nothing had happened",
        "services/core_django/src/core/journey/profiling/services/apply_results.py",
        (
            "        if held[one.learner_id].erased_at is not None:",
            "        if held[one.learner_id].version < 0:",
        ),
    ),
    mutant(
        "erasure-leaves-tickets",
        "tickets of an erased learner stay",
        "services/core_django/src/core/front/privacy/migrations/0001_erasure.py",
        ("  delete from profiling_ticket where learner_id = learner;\n", ""),
    ),
    mutant(
        "erased-gets-ticket",
        "a request that was under way gives an erased learner a ticket",
        _SELECTORS,
        ("    if lock and journey.erased_at is not None:", "    if lock and journey.version < 0:"),
        # The database refuses it too, which the learner would read as a failure of ours.
    ),
)
MUTANTS: tuple[Mutant, ...] = (
    *_LOCKS,
    *_ERASURES,
    *(one for one in OF_THE_MODEL if one.name in _SHARED),
)
