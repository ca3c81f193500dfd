"""The committed JSON Schemas (2020-12): ``python -m talent_contracts.schemas [--check]``."""

import argparse
import json
import re
import sys
from pathlib import Path

from pydantic import BaseModel

from talent_contracts import events
from talent_contracts.problems import Problem
from talent_contracts.results import ProfilingResult
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.tokens import AccessClaims, TicketClaims

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(__file__).parents[2] / "schemas"


def file_name(model: type[BaseModel]) -> str:
    """``ProfilingCompletedV1`` → ``profiling-completed.v1``; what has no version is version 1."""
    words, version = re.fullmatch(r"(.+?)(?:V([0-9]+))?", model.__name__).groups()  # type: ignore[union-attr]  # Every name matches.
    kebab = re.sub(r"(?<!^)(?=[A-Z])", "-", words).lower()
    return f"{kebab}.v{version or 1}"


def list_documents() -> dict[str, type[BaseModel]]:
    """File name without its ending → model: every versioned event and what stands beside them."""
    exported = [getattr(events, name) for name in events.__all__]
    models = [one for one in exported if isinstance(one, type) and issubclass(one, events.Event)]
    bases = {events.Event, events.SyncEvent, events.ProfilingCompleted}
    versioned = [model for model in models if model not in bases]
    results: list[type[BaseModel]] = [ProfilingResult, ProfilingResultV2]
    others: list[type[BaseModel]] = [
        *(events.SyncAnswer, events.SweepAnswer),
        *(Problem, AccessClaims, TicketClaims),
    ]
    return {file_name(model): model for model in [*versioned, *results, *others]}


def render_schema(model: type[BaseModel]) -> str:
    """The schema of what a receiver accepts, by alias."""
    schema = {"$schema": DIALECT, **model.model_json_schema(by_alias=True, mode="validation")}
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def list_stale(folder: Path = FOLDER) -> list[str]:
    """The files that differ from the models, are missing, or belong to no model."""
    expected = {f"{name}.json": render_schema(model) for name, model in list_documents().items()}
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    names = expected.keys() | present.keys()
    return sorted(name for name in names if expected.get(name) != present.get(name))


def main() -> int:
    """Write the schemas, or with ``--check`` name those that are stale."""
    parser = argparse.ArgumentParser(prog="python -m talent_contracts.schemas")
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        stale = list_stale()
        sys.stdout.write("".join(f"stale: {name}\n" for name in stale))
        return int(bool(stale))
    FOLDER.mkdir(exist_ok=True)
    for name, model in list_documents().items():
        (FOLDER / f"{name}.json").write_text(render_schema(model), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
