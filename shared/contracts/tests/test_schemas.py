"""Committed schemas are current, and every frozen example parses for ever."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from talent_contracts.canonical import sha256_hex
from talent_contracts.events import ProfilingCompletedV1
from talent_contracts.schemas import FOLDER, list_documents, list_stale
from talent_contracts.strict_json import parse_strict

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.json"))


class TestSchemas:
    def test_nothing_is_stale_when_models_are_as_committed(self) -> None:
        assert list_stale() == []

    def test_a_missing_file_is_named_when_the_folder_is_empty(self, tmp_path: Path) -> None:
        assert len(list_stale(tmp_path)) == len(list_documents())

    def test_every_document_has_a_frozen_example_when_listed(self) -> None:
        assert {path.stem for path in EXAMPLES} >= set(list_documents())


class TestExamples:
    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_parses_when_read_by_the_model(self, path: Path) -> None:
        model = list_documents()[path.stem]
        assert isinstance(model.model_validate_json(path.read_bytes()), model)

    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_fits_when_read_by_the_schema(self, path: Path) -> None:
        schema: Any = parse_strict((FOLDER / path.name).read_bytes(), max_bytes=1_000_000)
        example = parse_strict(path.read_bytes(), max_bytes=1_000_000)
        Draft202012Validator(schema).validate(example)

    def test_result_hash_is_the_documented_one_when_computed_today(self) -> None:
        path = next(path for path in EXAMPLES if path.stem == "profiling-completed.v1")
        event = ProfilingCompletedV1.model_validate_json(path.read_bytes())
        assert sha256_hex(event.result) == event.result_sha256
