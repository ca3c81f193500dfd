"""The seeded modules and questions: data of the release, loaded once, the same in each process."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from markdown_it import MarkdownIt
from pydantic import Field

from talent_contracts.model import StrictModel

SEED = Path(__file__).parent / "seed"


class ModuleType(StrEnum):
    """How a module is completed."""

    VIDEO = "video"
    INTERACTIVE = "interactive"
    READING = "reading"
    ASSESSMENT = "assessment"
    REFLECTION = "reflection"


class Choice(StrictModel):
    """One option of a check or question."""

    key: Annotated[str, Field(pattern=r"^[A-D]$")]
    text: str


class Check(StrictModel):
    """A question within a module's text; answered as often as one likes."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    prompt: str
    options: Annotated[list[Choice], Field(min_length=2, max_length=4)]
    key: str
    explanation: str


class Module(StrictModel):
    """One module. ``min_active_s`` is at pace 1.0; the text is ``seed/text/<id>.md``."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    type: Annotated[ModuleType, Field(strict=False)]
    title: str
    summary: str
    minutes: Annotated[int, Field(ge=1, le=30)]
    mandatory: bool
    min_active_s: Annotated[int, Field(ge=0, le=1800)]
    checks: list[Check] = []

    @property
    def is_course(self) -> bool:
        """Whether its completion is measured by heartbeats or checks."""
        return self.type not in {ModuleType.ASSESSMENT, ModuleType.REFLECTION}


class KeyedQuestion(StrictModel):
    """One assessment question. ``line`` quotes the sentence of the module that it tests."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    module: str
    line: str
    stem: str
    options: Annotated[list[Choice], Field(min_length=4, max_length=4)]
    key: Annotated[str, Field(pattern=r"^[A-D]$")]
    explanation: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything foundations teach, in order."""

    modules: Mapping[str, Module]
    questions: Mapping[str, KeyedQuestion]

    @property
    def course_ids(self) -> tuple[str, ...]:
        """Mandatory modules measured by heartbeats or checks, in order."""
        return tuple(m.id for m in self.modules.values() if m.mandatory and m.is_course)


@cache
def load_catalogue() -> Catalogue:
    """Modules and questions of the seed; a ValidationError for a broken seed."""
    modules = [Module.model_validate(item) for item in _read("modules.yaml")]
    questions = [KeyedQuestion.model_validate(item) for item in _read("assessment.yaml")]
    return Catalogue(
        modules={module.id: module for module in modules},
        questions={question.id: question for question in questions},
    )


@cache
def render_text(module_id: str) -> str:
    """The module's Markdown as HTML; raw HTML in the source stays text."""
    source = (SEED / "text" / f"{module_id}.md").read_text(encoding="utf-8")
    rendered: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    return rendered


def mandatory_module_ids() -> tuple[str, ...]:
    """Ids of the modules every learner completes by reading and doing."""
    return load_catalogue().course_ids


def _read(name: str) -> list[Any]:
    found: list[Any] = yaml.safe_load((SEED / name).read_text(encoding="utf-8"))
    return found
