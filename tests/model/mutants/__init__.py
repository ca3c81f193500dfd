"""Small breaks of the protocol; the machine must notice each (``python -m tests.model.mutants``)."""

from tests.model.mutants.apply_mutants import APPLY
from tests.model.mutants.epoch_mutants import EPOCHS
from tests.model.mutants.erasure_mutants import ERASURES
from tests.model.mutants.mutant import Mutant
from tests.model.mutants.sender_mutants import SENDERS
from tests.model.mutants.session_mutants import SESSIONS

MUTANTS: tuple[Mutant, ...] = (*APPLY, *EPOCHS, *ERASURES, *SENDERS, *SESSIONS)
