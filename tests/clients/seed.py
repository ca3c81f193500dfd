"""The right answers, read from the seed files: no API ever tells them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_SEED = Path(__file__).parents[2] / "services/core_django/src/core/journey/foundations/seed"


@cache
def check_keys(module_id: str) -> dict[str, str]:
    """Keys of a module's in-text checks."""
    modules: list[dict[str, Any]] = yaml.safe_load((_SEED / "modules.yaml").read_text())
    module = next(one for one in modules if one["id"] == module_id)
    return {check["id"]: check["key"] for check in module.get("checks", [])}


@cache
def assessment_keys() -> dict[str, str]:
    """Keys of the assessment's questions."""
    questions: list[dict[str, Any]] = yaml.safe_load((_SEED / "assessment.yaml").read_text())
    return {question["id"]: question["key"] for question in questions}
