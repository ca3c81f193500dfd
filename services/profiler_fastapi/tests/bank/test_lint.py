from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from profiler.bank import Bank, load_bank
from profiler.bank.__main__ import main, report
from profiler.bank.lint import RULES, Finding, lint_bank
from profiler.bank.lint.positions import list_rows
from profiler.bank.search_positions import Row, count_cyclic_hits, count_periodic_hits
from services.profiler_fastapi.tests.bank import plant
from talent_contracts.vocabulary import Level, Track


def codes(bank: Bank) -> set[str]:
    return {finding.code for finding in lint_bank(bank)}


def swap_rows(bank: Bank, left: int, right: int) -> list[Row]:
    rows = list_rows(bank)
    rows[left], rows[right] = rows[right], rows[left]
    return rows


def find_rows(*, cyclic: bool, periodic: bool) -> list[Row]:
    """Two items of the shipped bank trade rows so that only the wanted pattern rule breaks."""
    bank = load_bank()
    for left, right in combinations(range(30), 2):
        rows = swap_rows(bank, left, right)
        breaks_cyclic = max(count_cyclic_hits(rows, track) for track in Track) > 9
        breaks_periodic = max(count_periodic_hits(rows, track) for track in Track) > 10
        if (breaks_cyclic, breaks_periodic) == (cyclic, periodic):
            return rows
    pytest.fail("no such pair of rows")


def swap_tracks() -> Bank:
    """Two options of one item trade tracks without helping any pattern."""
    bank = load_bank()
    for index, (left, right) in (
        (index, pair) for index in range(30) for pair in combinations(range(5), 2)
    ):
        rows = list_rows(bank)
        row = list(rows[index])
        row[left], row[right] = row[right], row[left]
        rows[index] = tuple(row)
        if all(count_cyclic_hits(rows, t) <= 9 for t in Track) and all(
            count_periodic_hits(rows, t) <= 10 for t in Track
        ):
            return plant.with_rows(rows)
    pytest.fail("no such swap")


def rekey(*pairs: tuple[str, str]) -> Bank:
    """Give keyed items another key, with misconceptions to fit."""
    wanted = dict(pairs)
    bank = load_bank()
    items = tuple(
        replace(
            item,
            key=wanted[item.id],
            misconceptions={k: "Some thought." for k in "ABCD" if k != wanted[item.id]},
        )
        if item.id in wanted
        else item
        for item in bank.items
    )
    return replace(bank, items=items)


def reword(ids: list[str], *, key_ends_with: str) -> Bank:
    """The options of these keyed items get equal lengths, but for what the key ends with."""
    bank = load_bank()
    items = tuple(
        replace(
            item,
            options=tuple(
                replace(o, text=f"Some other words {o.key}{key_ends_with * (o.key == item.key)}")
                for o in item.options[:4]
            )
            + item.options[4:],
        )
        if item.id in ids
        else item
        for item in bank.items
    )
    return replace(bank, items=items)


KEYED_IDS = [f"cyber_aptitude_{n}" for n in range(1, 11)]


def drop_contrasts(first: Track, second: Track) -> Bank:
    bank = load_bank()
    items = tuple(
        replace(item, contrasts=tuple(p for p in item.contrasts if set(p) != {first, second}))
        for item in bank.items
    )
    return replace(bank, items=items)


def swap_items(left: int, right: int) -> Bank:
    bank = load_bank()
    items = list(bank.items)
    items[left], items[right] = items[right], items[left]
    return replace(bank, items=tuple(items))


def modules_reversed() -> Bank:
    return plant.in_bank(modules=load_bank().modules[::-1])


def rating_becomes_level() -> Bank:
    """A second level item outside its module: the ratings' domains no longer pair either."""
    bank = load_bank()
    level = bank.by_id["difficulty_selection_1"]
    extra = replace(level, id="difficulty_selection_2")
    return replace(bank, items=(*bank.items, extra))


def slow_bank() -> Bank:
    bank = load_bank()
    items = tuple(replace(item, expected_seconds=30) for item in bank.items)
    return replace(bank, items=items)


def short_reflection() -> Bank:
    first, second = load_bank().reflections
    return plant.in_bank(reflections=(replace(first, max_length=60), second))


FAULTS: dict[str, Callable[[], Bank]] = {
    "module-order": modules_reversed,
    "item-id": lambda: plant.in_item("identity_3", id="identity_33"),
    "module-formats": rating_becomes_level,
    "option-keys": lambda: plant.change(
        "identity_3", lambda item: plant.set_option(item, "E", key="F")
    ),
    "foreign-field": lambda: plant.in_item("identity_3", b=0.5),
    "facets": lambda: plant.in_item("work_style_3", facet="pace"),
    "categories": lambda: plant.in_item("cyber_aptitude_3", category="log_reading"),
    "domain-pairs": lambda: plant.in_item("technical_exposure_2", domain="testing_tools"),
    "rating-anchors": lambda: plant.in_option(
        "technical_exposure_3", "B", text="I saw this done by someone else."
    ),
    "level-anchors": lambda: plant.in_option("difficulty_selection_1", "A", level=Level.ELITE),
    "reflections": short_reflection,
    "minutes": slow_bank,
    "one-option-per-track": lambda: plant.in_option(
        "identity_1", "A", track=load_bank().by_id["identity_1"].option("B").track
    ),
    "track-at-position": swap_tracks,
    "cyclic-pattern": lambda: plant.with_rows(find_rows(cyclic=True, periodic=False)),
    "periodic-pattern": lambda: plant.with_rows(find_rows(cyclic=False, periodic=True)),
    "contrasts": lambda: drop_contrasts(Track.GRC, Track.LEADERSHIP),
    "key": lambda: plant.in_item("cyber_aptitude_2", key="E"),
    "key-balance": lambda: rekey(("cyber_aptitude_1", "C")),
    "key-run": lambda: rekey(("cyber_aptitude_4", "A"), ("technical_exposure_4", "C")),
    "key-longest": lambda: reword(KEYED_IDS, key_ends_with=" now"),
    "key-echo": lambda: plant.in_option(
        "cyber_aptitude_9", "A", text="The server sends a different number."
    ),
    "key-hedge": lambda: plant.in_option(
        "cyber_aptitude_5", "A", text="Perhaps hello reached Blue."
    ),
    "unsure-option": lambda: plant.in_option("cyber_aptitude_2", "E", text="No idea"),
    "difficulty": lambda: plant.in_item("cyber_aptitude_1", b=-1.9),
    "rationale": lambda: plant.in_item("cyber_aptitude_1", rationale=" "),
    "misconceptions": lambda: plant.in_item(
        "cyber_aptitude_1", misconceptions={"A": "Swaps names."}
    ),
    "skills": lambda: plant.in_item("cyber_aptitude_1", skills=()),
    "stem-words": lambda: plant.in_item("identity_1", stem="What do you do? " * 11),
    "option-words": lambda: plant.in_item(
        "identity_1",
        options=tuple(
            replace(o, text=f"{o.text} " + "so we go on " * 3)
            for o in load_bank().by_id["identity_1"].options
        ),
    ),
    "option-lengths": lambda: plant.in_option("identity_1", "A", text="I like to keep watch."),
    "distinct-options": lambda: plant.in_option(
        "identity_1", "A", text=load_bank().by_id["identity_1"].option("B").text
    ),
    "readability": lambda: plant.in_item(
        "identity_1",
        stem="Organisational interdependencies necessitate multidisciplinary evaluation capabilities, institutional accountability, continuous experimentation alongside considerable administrative specialisation. ",
    ),
    "track-word": lambda: plant.in_option(
        "identity_1", "A", text="I want to defend people while they are fast asleep now."
    ),
    "virtue-word": lambda: plant.in_option(
        "identity_1", "A", text="I want to be brave so that people can sleep well now."
    ),
    "all-or-none": lambda: plant.in_option(
        "cyber_aptitude_1", "A", text="None of the others can be correct."
    ),
    "acronym": lambda: plant.in_item("identity_1", stem="Why do you want to work in a SOC?"),
    "glossary": lambda: plant.in_item(
        "identity_1", glossary={"router": "a box that joins networks"}
    ),
    "terms": lambda: plant.in_item("identity_1", stem="Who looks after the servers here?"),
    "plain-words": lambda: plant.in_item("identity_1", stem="Which of these sounds odd to you?"),
    "artifact-width": lambda: plant.in_item("cyber_aptitude_1", artifact=f"09:01  {'x' * 39}"),
    "scenario-question": lambda: plant.in_item(
        "scenario_preference_1", stem="The website stops working. What would you do?"
    ),
    "plain-text": lambda: plant.in_item("cyber_aptitude_1", artifact="![log](log.png)"),
}


class TestLintBank:
    def test_finds_nothing_in_the_shipped_bank(self) -> None:
        assert lint_bank(load_bank()) == []

    def test_every_rule_has_a_planted_fault(self) -> None:
        assert set(FAULTS) == set(RULES)

    @pytest.mark.parametrize("code", FAULTS)
    def test_exactly_the_broken_rule_fails_when_its_fault_is_planted(self, code: str) -> None:
        assert codes(FAULTS[code]()) == {code}

    @pytest.mark.parametrize(
        ("code", "item_id"),
        [
            ("readability", "identity_1"),
            ("key-run", "cyber_aptitude_5"),
            ("misconceptions", "cyber_aptitude_1"),
            ("domain-pairs", "technical_exposure_1, technical_exposure_2"),
            ("rating-anchors", "technical_exposure_3"),
            ("terms", "identity_1"),
            ("key-echo", "cyber_aptitude_9"),
        ],
    )
    def test_the_finding_names_the_item(self, code: str, item_id: str) -> None:
        assert item_id in {finding.items for finding in lint_bank(FAULTS[code]())}


class TestPatternRules:
    def test_both_fail_when_the_tracks_rotate(self) -> None:
        rotated = plant.with_rows([plant.rotate(index) for index in range(30)])
        assert codes(rotated) == {"cyclic-pattern", "periodic-pattern"}

    def test_a_cyclic_clicker_takes_thirty_of_thirty_when_the_tracks_rotate(self) -> None:
        rows = [plant.rotate(index) for index in range(30)]
        assert count_cyclic_hits(rows, Track.DEFENDER) == 30


class TestItemIds:
    def test_fails_when_an_item_stands_after_a_later_module(self) -> None:
        findings = lint_bank(swap_items(0, 10))
        assert ("item-id", "identity_2") in {(f.code, f.items) for f in findings}


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


class TestRatings:
    def test_fail_when_one_ends_with_another_question(self) -> None:
        stem = "Code: writing a program. How far have you come?"
        findings = lint_bank(plant.in_item("technical_exposure_3", stem=stem, glossary={}))
        assert {(f.code, f.items) for f in findings} == {("rating-anchors", "technical_exposure_3")}


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


class TestKeyEcho:
    def test_accepts_a_distractor_that_repeats_as_much(self) -> None:
        bank = plant.in_option(
            "cyber_aptitude_9", "A", text="The result and secret differ tomorrow."
        )
        assert codes(bank) == {"key-echo"}
        item = bank.by_id["cyber_aptitude_9"]
        evened = plant.set_option(item, "D", text="The thief copies another random result.")
        assert codes(plant.change(item.id, lambda _: evened)) == set()


class TestKeyHedge:
    def test_accepts_a_hedged_distractor(self) -> None:
        bank = FAULTS["key-hedge"]()
        item = bank.by_id["cyber_aptitude_5"]
        evened = plant.set_option(item, "B", text="Perhaps the answer reached Red.")
        assert codes(plant.change(item.id, lambda _: evened)) == set()


class TestKeyLongest:
    def test_a_tie_gives_nothing_away(self) -> None:
        assert codes(reword(KEYED_IDS, key_ends_with="")) == set()

    def test_five_are_allowed(self) -> None:
        assert codes(reword(KEYED_IDS[:3], key_ends_with=" now")) == set()
        assert codes(reword(KEYED_IDS[:5], key_ends_with=" now")) == {"key-longest"}


class TestCommand:
    def test_succeeds_on_the_shipped_bank(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["lint"]) == 0
        assert capsys.readouterr().out == ""

    def test_fails_with_a_line_per_finding(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert report([Finding("skills", "identity_1", "names no skill")]) == 1
        assert capsys.readouterr().out == "identity_1: skills: names no skill\n"
