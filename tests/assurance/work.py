"""What a part is told, and where it tells what it found."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.assurance.section import Section
from tests.model.mutants.trial import Verdict


@dataclass(frozen=True, slots=True)
class Work:
    """``save`` writes the section as it is, as often as a part likes."""

    size: int
    seed: int
    say: Callable[[str], None]
    save: Callable[[Section], None]


def describe_planted(verdicts: list[Verdict]) -> dict[str, str | None]:
    """How each mutant was noticed; None for one that was not."""
    return {
        verdict.mutant.name: f"{verdict.word}: {verdict.reason}" if verdict.is_caught else None
        for verdict in verdicts
    }
