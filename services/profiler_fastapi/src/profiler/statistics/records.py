"""What the statistics are made of: sessions as frozen values."""

from dataclasses import dataclass
from datetime import datetime

from talent_contracts.vocabulary import SessionStatus

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One stored answer: the option's key, and the response time if the client told one."""

    item_id: str
    option: str
    response_time_ms: int | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class TakenSession:
    """One session of the full form. ``language`` is the learner's wish (BCP 47).

    ``last_active_at`` is when the latest answer came in, or else the start; ``completed_at`` stays
    when a completed session is superseded.
    """

    status: SessionStatus
    language: str
    started_at: datetime
    completed_at: datetime | None
    last_active_at: datetime
    answers: tuple[GivenAnswer, ...]

    @property
    def is_focal(self) -> bool:
        """Whether the learner wished for another language than English."""
        return self.language.replace("_", "-").partition("-")[0].lower() != ENGLISH
