import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, asdict, replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from profiler.bank import Bank, BankHashes, ItemFormat, load_bank, public_questions
from profiler.bank.hashes import hash_bank
from profiler.bank.loader import BANK_FILE, BankUnreadable, parse_bank
from profiler.bank.models import BankSource
from services.profiler_fastapi.tests.bank import plant
from talent_contracts.vocabulary import Level, Module, Track


def shipped_text() -> str:
    return (resources.files("profiler.bank") / BANK_FILE).read_text(encoding="utf-8")


def hashes_of(bank: Bank) -> BankHashes:
    return hash_bank(
        BankSource(
            bank.version,
            bank.locale,
            bank.position_seed,
            bank.careless_model,
            bank.modules,
            bank.reflections,
            bank.items,
        )
    )


def changed_hashes(bank: Bank) -> set[str]:
    before, after = load_bank().hashes, hashes_of(bank)
    return {
        name
        for name in ("text", "structure", "scoring")
        if getattr(before, name) != getattr(after, name)
    }


def walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Every (object key, member) at any depth."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield key, member
            yield from walk(member)
    if isinstance(value, list):
        for member in value:
            yield from walk(member)


class TestLoadBank:
    def test_holds_51_items_when_loaded(self) -> None:
        bank = load_bank()
        assert len(bank.items) == 51
        assert {module: len(items) for module, items in bank.by_module.items()} == {
            Module.IDENTITY_VALUE: 10,
            Module.CYBER_APTITUDE: 10,
            Module.TECHNICAL_EXPOSURE: 10,
            Module.SCENARIO_PREFERENCE: 10,
            Module.WORK_STYLE: 10,
            Module.DIFFICULTY_SELECTION: 1,
        }

    def test_is_read_once(self) -> None:
        assert load_bank() is load_bank()

    def test_reads_words_into_the_vocabulary(self) -> None:
        bank = load_bank()
        assert bank.by_id["identity_1"].option("B").track is Track.DEFENDER
        assert bank.by_id["difficulty_selection_1"].option("E").level is Level.ELITE
        assert bank.by_id["technical_exposure_1"].option("A").rating == 0
        assert len(bank.of_format(ItemFormat.KEYED)) == 15

    def test_orders_items_as_they_are_asked(self) -> None:
        order = load_bank().order
        assert order[0] == "identity_1"
        assert order[10] == "cyber_aptitude_1"
        assert order[-1] == "difficulty_selection_1"

    def test_takes_about_sixteen_minutes(self) -> None:
        assert load_bank().minutes == 16

    def test_cannot_be_changed(self) -> None:
        with pytest.raises(FrozenInstanceError):
            load_bank().items[0].stem = "other"  # type: ignore[misc]
        with pytest.raises(TypeError):
            load_bank().by_id["x"] = load_bank().items[0]  # type: ignore[index]


class TestOption:
    def test_raises_when_the_item_has_no_such_option(self) -> None:
        with pytest.raises(KeyError):
            load_bank().items[0].option("F")


class TestParseBank:
    def test_reads_the_shipped_file_to_the_same_bank(self) -> None:
        assert parse_bank(shipped_text()) == load_bank()

    @pytest.mark.parametrize(
        ("old", "new", "complaint"),
        [
            ("  stem:", "  steam:", "items.0"),
            ("  module: identity_value", "  module: identity", "items.0.module"),
            ("version: profiler.v1\n", "version: profiler.v1\nversion: x\n", "twice"),
            ("modules:", "modules: [", "line"),
            ("  expected_seconds: 14", "  expected_seconds: soon", "expected_seconds"),
        ],
    )
    def test_names_the_place_when_the_file_is_broken(
        self, old: str, new: str, complaint: str
    ) -> None:
        with pytest.raises(BankUnreadable, match=complaint):
            parse_bank(shipped_text().replace(old, new, 1))


class TestHashBank:
    def test_are_frozen_for_this_version(self) -> None:
        """A bank that learners have answered changes under a new version only."""
        frozen = json.loads(Path(__file__).with_name("golden_hashes.json").read_text())
        assert asdict(load_bank().hashes) == frozen[load_bank().version]

    def test_is_lowercase_hex_of_three_different_things(self) -> None:
        hashes = load_bank().hashes
        assert len({hashes.text, hashes.structure, hashes.scoring}) == 3
        assert all(
            len(value) == 64 and set(value) <= set("0123456789abcdef")
            for value in (hashes.text, hashes.structure, hashes.scoring)
        )

    def test_only_text_changes_when_a_word_changes(self) -> None:
        assert changed_hashes(plant.in_item("identity_1", stem="Why?")) == {"text"}
        assert changed_hashes(plant.in_option("identity_1", "A", text="Because.")) == {"text"}
        assert changed_hashes(plant.in_item("identity_1", glossary={"a": "b"})) == {"text"}
        assert changed_hashes(plant.in_item("cyber_aptitude_1", artifact="x")) == {"text"}

    def test_only_scoring_changes_when_a_key_or_difficulty_changes(self) -> None:
        assert changed_hashes(plant.in_item("cyber_aptitude_1", key="C")) == {"scoring"}
        assert changed_hashes(plant.in_item("cyber_aptitude_1", b=0.1)) == {"scoring"}
        assert changed_hashes(plant.in_item("identity_1", facet="success")) == {"scoring"}

    def test_only_scoring_changes_when_a_coefficient_of_carelessness_changes(self) -> None:
        model = load_bank().careless_model
        other = replace(model, with_times=replace(model.with_times, misfit=9.0))
        assert changed_hashes(plant.in_bank(careless_model=other)) == {"scoring"}

    def test_structure_changes_when_options_or_items_move(self) -> None:
        item = load_bank().by_id["identity_1"]
        turned = replace(item, options=item.options[::-1])
        assert changed_hashes(plant.change("identity_1", lambda _: turned)) == {"structure"}
        reordered = plant.in_bank(items=load_bank().items[::-1])
        assert changed_hashes(reordered) == {"structure"}

    def test_structure_and_scoring_change_when_a_track_moves(self) -> None:
        moved = plant.in_option("identity_1", "A", track=Track.GRC)
        assert changed_hashes(moved) == {"structure", "scoring"}


class TestPublicQuestions:
    def test_has_the_published_shape(self) -> None:
        shown = public_questions(load_bank())
        assert list(shown) == ["bank", "modules", "questions", "reflections", "total"]
        assert shown["total"] == 51
        assert shown["bank"]["version"] == "profiler.v1"
        assert [module["id"] for module in shown["modules"]] == [m.value for m in Module]
        assert shown["modules"][0]["total"] == 10
        assert {m: len(items) for m, items in shown["questions"].items()} == {
            m.value: len(load_bank().by_module[m]) for m in Module
        }
        assert shown["reflections"][0]["max_length"] == 600

    def test_shows_a_log_as_text_and_no_empty_artifact(self) -> None:
        shown = public_questions(load_bank())["questions"]
        assert "user amy" in shown["cyber_aptitude"][0]["artifact"]
        assert "artifact" not in shown["identity_value"][0]

    def test_explains_terms(self) -> None:
        item = public_questions(load_bank())["questions"]["scenario_preference"][9]
        assert [entry["term"] for entry in item["glossary"]] == ["AI"]

    def test_leaks_nothing_that_scores(self) -> None:
        members = list(walk(public_questions(load_bank())))
        assert {name for name, _ in members} - {m.value for m in Module} == {
            "bank", "version", "locale", "hashes", "text", "structure", "scoring",
            "modules", "id", "title", "intro", "total",
            "questions", "module", "stem", "artifact", "glossary", "term", "meaning",
            "options", "key",
            "reflections", "prompt", "max_length",
        }  # fmt: skip
        assert all(member in "ABCDE" for name, member in members if name == "key")
        assert not {v for _, v in members if isinstance(v, str)} & {t.value for t in Track}
        secrets = {item.rationale for item in load_bank().items} - {None}
        secrets |= {text for item in load_bank().items for text in item.misconceptions.values()}
        assert not secrets & {v for _, v in members if isinstance(v, str)}

    def test_an_option_is_its_key_and_text_only(self) -> None:
        questions = public_questions(load_bank())["questions"]
        shapes = {
            tuple(option)
            for items in questions.values()
            for item in items
            for option in item["options"]
        }
        assert shapes == {("key", "text")}
