"""What the lint says of words, and what it lets pass."""

from dataclasses import replace

import pytest

from profiler.bank import load_bank
from profiler.bank.lint import lint_bank
from services.profiler_fastapi.tests.bank import plant
from services.profiler_fastapi.tests.bank.faults import codes


class TestAcronyms:
    def test_looks_into_artifacts(self) -> None:
        bank = plant.in_item("cyber_aptitude_1", artifact="09:01 SSH sign-in failed")
        assert codes(bank) == {"acronym"}

    def test_accepts_a_glossed_acronym(self) -> None:
        bank = plant.in_item("identity_1", stem="Why join a SOC?", glossary={"SOC": "a watch room"})
        assert codes(bank) == set()


class TestGlossary:
    @pytest.mark.parametrize("glossary", [{"book": "a thing to read"}, {"logbook": " "}])
    def test_fails_when_a_term_is_part_of_a_word_or_not_explained(
        self, glossary: dict[str, str]
    ) -> None:
        bank = plant.in_item("identity_1", stem="Where is the logbook?", glossary=glossary)
        assert codes(bank) == {"glossary"}


class TestTerms:
    @pytest.mark.parametrize("stem", ["Is it open to a scan?", "What was scanned?"])
    def test_finds_every_form_of_a_term(self, stem: str) -> None:
        assert codes(plant.in_item("identity_1", stem=stem)) == {"terms"}

    def test_looks_into_artifacts(self) -> None:
        assert codes(plant.in_item("cyber_aptitude_2", artifact="router ?")) == {"terms"}

    def test_accepts_another_form_in_the_glossary(self) -> None:
        glossary = {"servers": "computers that work for others"}
        bank = plant.in_item("identity_1", stem="Who looks after the servers?", glossary=glossary)
        assert codes(bank) == set()


class TestPlainWords:
    @pytest.mark.parametrize(
        "word", ["log in", "login", "e-mail", "weak spot", "brand new", "cybersecurity"]
    )
    def test_finds_a_second_spelling(self, word: str) -> None:
        glossary = {"log": "a list of what happened"} if word == "log in" else {}
        bank = plant.in_item("identity_1", stem=f"What is a {word}?", glossary=glossary)
        assert codes(bank) == {"plain-words"}

    def test_reads_modules_prompts_and_glossary(self) -> None:
        bank = load_bank()
        first, *rest = bank.modules
        why, aim = bank.reflections
        planted = replace(
            plant.in_item("cyber_aptitude_1", glossary={"log": "an odd list"}),
            modules=(replace(first, intro="Some odd things."), *rest),
            reflections=(replace(why, prompt="Why this odd wish?"), aim),
        )
        places = {f.items for f in lint_bank(planted) if f.code == "plain-words"}
        assert places == {"identity_value", "reflection_1", "cyber_aptitude_1"}

    def test_leaves_artifacts_alone(self) -> None:
        assert codes(plant.in_item("cyber_aptitude_1", artifact="GET /login 404")) == {"acronym"}


class TestScenarioQuestion:
    def test_fails_when_it_asks_for_the_right_order(self) -> None:
        stem = "The website stops working. Which one would you like to take first?"
        assert codes(plant.in_item("scenario_preference_1", stem=stem)) == {"scenario-question"}
