"""The fixed words of the product, each enum spelt once."""

from enum import StrEnum


class Track(StrEnum):
    """A profession within the academy."""

    DEFENDER = "defender"
    OFFENSIVE = "offensive"
    GRC = "grc"
    INNOVATION = "innovation"
    LEADERSHIP = "leadership"


class Level(StrEnum):
    """Where a learner starts, in rising order."""

    NOVICE = "novice"
    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    ELITE = "elite"


class Module(StrEnum):
    """The profiler's modules in the order in which they are asked."""

    IDENTITY_VALUE = "identity_value"
    CYBER_APTITUDE = "cyber_aptitude"
    TECHNICAL_EXPOSURE = "technical_exposure"
    SCENARIO_PREFERENCE = "scenario_preference"
    WORK_STYLE = "work_style"
    DIFFICULTY_SELECTION = "difficulty_selection"


class Tier(StrEnum):
    """What a learner pays for."""

    FREE = "free"
    STARTER3 = "starter3"
    PROFESSIONAL7 = "professional7"


class Role(StrEnum):
    """What an account may be; a user may hold several."""

    ADMIN = "admin"
    DIRECTOR = "director"
    MENTOR = "mentor"
    TEACHER = "teacher"
    TUTOR = "tutor"
    PARENT = "parent"
    ENTERPRISE = "enterprise"
    STUDENT = "student"


class SessionStatus(StrEnum):
    """The life of a profiling session."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


class SyncOutcome(StrEnum):
    """What became of an event at its receiver."""

    APPLIED = "applied"
    SUPERSEDED = "superseded"
    ERASED = "erased"


class Step(StrEnum):
    """Where a user goes next; every client routes by it and by nothing else."""

    CHANGE_PASSWORD = "change_password"  # noqa: S105 - a step's name, not a secret.
    PROFILING = "profiling"
    FOUNDATIONS = "foundations"
    DASHBOARD = "dashboard"
    ROLE_HOME = "role_home"
    SUSPENDED = "suspended"


class Band(StrEnum):
    """How sure the best fit is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Reason(StrEnum):
    """Why a value is null."""

    NOT_SCORED_IN_THIS_VERSION = "not-scored-in-this-version"
    NOT_ANSWERED = "not-answered"
    NOT_MEASURED = "not-measured"
    NO_SOURCE_YET = "no-source-yet"
