"""What learners say they have done, beside a small check of each domain (spec 10, section 3).

Experience does not move the track: it would add nothing and punish novices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from profiler.bank.models import Bank, Item, ItemFormat
from profiler.scoring.choices import check_answers

CLAIMED_RATING: Final = 3
"""From "did it alone" a rating claims more than having followed a guide."""
OVER_CLAIMS: Final = 2
"""One missed check is a slip or a hard item; from two on the pattern is worth a word."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One domain: the rating 0 (never) to 4 (taught or led it) and whether the check was right.

    ``rating`` and ``check`` are None when not answered; "not sure" is an answer that is not right.
    ``evidence`` are the ids of what was answered.
    """

    domain: str
    rating: int | None
    check: bool | None
    evidence: tuple[str, ...]

    @property
    def is_ahead_of_check(self) -> bool:
        """Whether the rating claims practice and the check was not right."""
        return self.check is False and self.rating is not None and self.rating >= CLAIMED_RATING


@dataclass(frozen=True, slots=True)
class OverClaimHint:
    """A hint for coaching, never an accusation: where to show each other the practical steps."""

    domains: tuple[str, ...]
    evidence: tuple[str, ...]


def read_exposure(bank: Bank, answers: Mapping[str, str]) -> tuple[Exposure, ...]:
    """Every domain of the bank in the order asked. Raises ``UnknownAnswer``."""
    check_answers(bank, answers)
    ratings = {item.domain: item for item in bank.of_format(ItemFormat.RATING) if item.domain}
    checks = {item.domain: item for item in bank.of_format(ItemFormat.KEYED) if item.domain}
    return tuple(
        _read_domain(domain, rating, checks.get(domain), answers)
        for domain, rating in ratings.items()
    )


def find_over_claim(exposures: tuple[Exposure, ...]) -> OverClaimHint | None:
    """The domains whose rating runs ahead of the check, when they are two or more."""
    ahead = [exposure for exposure in exposures if exposure.is_ahead_of_check]
    if len(ahead) < OVER_CLAIMS:
        return None
    return OverClaimHint(
        domains=tuple(exposure.domain for exposure in ahead),
        evidence=tuple(item_id for exposure in ahead for item_id in exposure.evidence),
    )


def _read_domain(
    domain: str, rating: Item, check: Item | None, answers: Mapping[str, str]
) -> Exposure:
    asked = [item for item in (rating, check) if item is not None]
    return Exposure(
        domain=domain,
        rating=rating.option(answers[rating.id]).rating if rating.id in answers else None,
        check=answers[check.id] == check.key if check and check.id in answers else None,
        evidence=tuple(item.id for item in asked if item.id in answers),
    )
