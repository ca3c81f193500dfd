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
    "erased-judged-by-ticket",
    "progress-of-erased",
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
        "erasure-leaves-tickets",
        "tickets of an erased learner stay",
        "services/core_django/src/core/front/privacy/migrations/0001_erasure.py",
        ("  delete from profiling_ticket where learner_id = learner;\n", ""),
    ),
)
MUTANTS: tuple[Mutant, ...] = (
    *_LOCKS,
    *_ERASURES,
    *(one for one in OF_THE_MODEL if one.name in _SHARED),
)
