"""The skills that the gap analysis, recipes and missions speak of.

The list is ``skills.yaml`` beside this module; reading YAML is the services' own affair, so that
this package depends on pydantic and cryptography alone.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from talent_contracts.model import ShortText, StrictModel
from talent_contracts.vocabulary import Level, Track

SKILLS_FILE = Path(__file__).with_name("skills.yaml")
Category = Literal[
    "log_reading", "pattern_logic", "number_encoding", "protocol_logic", "quantitative_risk"
]
Domain = Literal[
    "network_systems", "monitoring_response", "testing_tools", "code_automation", "governance_risk"
]
Share = Annotated[float, Field(ge=0, le=1)]
Mastery = Annotated[float, Field(ge=0, le=4)]


class Skill(StrictModel):
    """One skill. ``importance`` 0 to 1 per track, ``need`` 0 to 4 per level, never falling.

    ``category`` and ``domain`` name what the profiler measures of it; null for nothing directly.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    name: ShortText
    category: Category | None
    domain: Domain | None
    importance: dict[Annotated[Track, Field(strict=False)], Share]
    need: dict[Annotated[Level, Field(strict=False)], Mastery]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if set(self.importance) != set(Track) or set(self.need) != set(Level):
            raise ValueError("importance names every track, need every level")
        needs = [self.need[level] for level in Level]
        if needs != sorted(needs):
            raise ValueError("need must not fall with the level")
        return self


_SKILLS: TypeAdapter[list[Skill]] = TypeAdapter(list[Skill])


def read_skills(items: Iterable[Mapping[str, Any]]) -> tuple[Skill, ...]:
    """The skills of the parsed file. Raises pydantic's ValidationError, ValueError for a double."""
    skills = _SKILLS.validate_python(list(items))
    codes = [skill.code for skill in skills]
    if len(set(codes)) != len(codes):
        raise ValueError("two skills share a code")
    return tuple(skills)
