"""Refusals of foundations."""

from core.platform.common.errors import DomainError


class ModuleUnknown(DomainError):
    code, title, status = "module-unknown", "There is no such module", 404


class ModulesOpen(DomainError):
    code, title, status = "modules-open", "Complete the course's modules first", 409


class AssessmentLocked(DomainError):
    code, title, status = "assessment-locked", "Three attempts are used; come back later", 409


class AssessmentPassed(DomainError):
    code, title, status = "assessment-passed", "The assessment is passed already", 409


class AttemptUnknown(DomainError):
    code, title, status = "attempt-unknown", "This attempt is not open; start one", 409


class AssessmentNotPassed(DomainError):
    code, title, status = "assessment-not-passed", "Pass the assessment first", 409


class FoundationsComplete(DomainError):
    code, title, status = (
        "foundations-complete",
        "Foundations are complete; the track is yours already",
        409,
    )


class FoundationsIncomplete(DomainError):
    code, title, status = "foundations-incomplete", "Some parts are still missing", 409
