"""Reading what a receiver of signed events answered: bounded, and never trusted."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from talent_contracts.delivery import Answer

MAX_ANSWER_BYTES: Final = 65_536
"""More of an answer is not read: what is meant fits in."""


class _Refusal(BaseModel):
    """As much of a problem as a sender needs; the rest of it is the receiver's business."""

    model_config = ConfigDict(extra="ignore")
    code: str


def read_answer(status: int, body: bytes, retry_after: str | None) -> Answer:
    """An answer that came; ``retry_after`` is the header as it stands, if there is one."""
    return Answer(
        status=status,
        code=read_code(body),
        body=body,
        retry_after_s=read_retry_after(retry_after),
    )


def read_code(body: bytes) -> str | None:
    """The problem's code; None when the body is no problem."""
    try:
        return _Refusal.model_validate_json(body).code[:100]
    except ValidationError:
        return None


def read_retry_after(text: str | None) -> float | None:
    """The seconds of a Retry-After header in either of its two forms; None for anything else."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
