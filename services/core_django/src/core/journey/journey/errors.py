"""Refusals of the journey."""

from core.platform.common.errors import DomainError


class StaleEpoch(DomainError):
    code, title, status = "stale-epoch", "A reset made this result obsolete", 409


class EpochAhead(DomainError):
    code, title, status = "epoch-ahead", "This result is of an epoch core has not reached", 409


class ResultConflict(DomainError):
    code, title, status = (
        "result-conflict",
        "Another result is stored for this learner and epoch",
        409,
    )


class ProfilingIncomplete(DomainError):
    code, title, status = "profiling-incomplete", "Finish the profiling first", 403


class NothingToRestore(DomainError):
    code, title, status = "nothing-to-restore", "There is no reset that can be undone", 409


class NoResult(DomainError):
    code, title, status = "no-result", "There is no profiling result yet", 404
