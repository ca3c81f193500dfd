"""The shipped course keeps its rules, and each rule refuses a planted fault."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml

from core.journey.foundations.catalogue import (
    SEED,
    Catalogue,
    Check,
    Choice,
    KeyedQuestion,
    Module,
    ModuleType,
    load_catalogue,
    render_text,
)
from core.journey.foundations.seed_lint import COURSE, count_words, length_ratio, lint_seed

QUESTION = "welcome-question-1"
CHECK = "welcome-check-1"
SEEDED = load_catalogue()
TEXTS: Mapping[str, str] = {
    path.stem: path.read_text(encoding="utf-8") for path in (SEED / "text").glob("*.md")
}


def _choose(*texts: str) -> list[Choice]:
    return [Choice(key=key, text=text) for key, text in zip("ABCD", texts, strict=False)]


def _with_module(name: str, **update: Any) -> Catalogue:
    module: Module = SEEDED.modules[name].model_copy(update=update)
    return replace(SEEDED, modules={**SEEDED.modules, name: module})


def _with_question(**update: Any) -> Catalogue:
    question: KeyedQuestion = SEEDED.questions[QUESTION].model_copy(update=update)
    return replace(SEEDED, questions={**SEEDED.questions, QUESTION: question})


def _with_check(**update: Any) -> Catalogue:
    first, *others = SEEDED.modules["welcome"].checks
    changed: Check = first.model_copy(update=update)
    return _with_module("welcome", checks=[changed, *others])


def _with_questions(keep: int) -> Catalogue:
    return replace(SEEDED, questions=dict(list(SEEDED.questions.items())[:keep]))


def _key_all(key: str) -> Catalogue:
    return replace(
        SEEDED,
        questions={
            name: question.model_copy(update={"key": key})
            for name, question in SEEDED.questions.items()
        },
    )


def _key_all_checks(key: str) -> Catalogue:
    return replace(
        SEEDED,
        modules={
            name: module.model_copy(
                update={
                    "checks": [check.model_copy(update={"key": key}) for check in module.checks]
                }
            )
            for name, module in SEEDED.modules.items()
        },
    )


def _lengthen_keys() -> Catalogue:
    return replace(
        SEEDED,
        questions={
            name: question.model_copy(
                update={"key": "A", "options": _choose("four words of text", "two", "2", "ii")}
            )
            for name, question in SEEDED.questions.items()
        },
    )


def _cut_checks(name: str, keep: int) -> Catalogue:
    return _with_module(name, checks=SEEDED.modules[name].checks[:keep])


BACKWARDS = replace(SEEDED, modules=dict(reversed(list(SEEDED.modules.items()))))
WITHOUT_LAST = replace(SEEDED, modules=dict(list(SEEDED.modules.items())[:-1]))
SPARE = SEEDED.questions["welcome-question-2"]
OPTION = "Traces of what happened"

BROKEN_CATALOGUES: list[tuple[Catalogue, str]] = [
    (BACKWARDS, "modules: not the ten"),
    (WITHOUT_LAST, "modules: not the ten"),
    (_with_module("welcome", type=ModuleType.VIDEO), "welcome: the type video"),
    (_with_module("welcome", mandatory=False), "welcome: is not mandatory"),
    (_with_module("welcome", id="hello"), "welcome: is filed for hello"),
    (_with_question(id="other"), f"{QUESTION}: is filed for other"),
    (_with_question(id=CHECK), f"{CHECK}: id occurs 2 times"),
    (_with_check(id="welcome-check-9"), "welcome-check-9: should be welcome-check-1"),
    (_with_module("welcome", minutes=20), "modules: 89 minutes in all"),
    (_with_module("tracks-explained", minutes=1), "modules: 68 minutes in all"),
    (_with_module("welcome", min_active_s=60), "welcome: min_active_s 60, not about"),
    (_with_module("goals-and-reflection", min_active_s=9), "goals-and-reflection: min_active_s 9"),
    (_cut_checks("welcome", 1), "welcome: only 1 checks"),
    (_cut_checks("recipe-demo", 2), "recipe-demo: only 2 checks"),
    (
        _with_module("goals-and-reflection", checks=SEEDED.modules["welcome"].checks),
        "goals-and-reflection: has checks that nobody asks",
    ),
    (_with_check(options=_choose("one", "two")), f"{CHECK}: 2 options"),
    (_with_questions(35), "assessment: only 35 questions"),
    (_with_questions(38), "value-framework: only 3 questions"),
    (_with_question(module="orientation-assessment"), "orientation-assessment: asked about"),
    (_with_question(line="The moon is far away today."), f"{QUESTION}: its line is not in welcome"),
    (_with_question(line="The computer"), f"{QUESTION}: its line is not a sentence"),
    (_with_question(line=SPARE.line), "assessment: asked twice"),
    (_with_module("welcome", summary=" "), "welcome: without title or summary"),
    (_with_module("welcome", title=""), "welcome: without title or summary"),
    (_with_question(explanation=" "), f"{QUESTION}: without explanation"),
    (_with_check(explanation=""), f"{CHECK}: without explanation"),
    (_with_question(stem="Noor and the cable"), f"{QUESTION}: the stem asks nothing"),
    (_with_question(stem="What did the line above say?"), f"{QUESTION}: the stem leans"),
    (
        _with_question(options=_choose("first one", "second one", "third one", "All of the above")),
        f"{QUESTION}: an option speaks of the others",
    ),
    (
        _with_check(options=_choose("first one", "second one", "Both of these")),
        f"{CHECK}: an option speaks of the others",
    ),
    (
        _with_question(options=list(reversed(SPARE.options))),
        f"{QUESTION}: options are not lettered from A",
    ),
    (_with_check(options=_choose("one", "two", "six"), key="D"), f"{CHECK}: its key D is no"),
    (
        _with_question(options=_choose("one", "two", "One ", "six")),
        f"{QUESTION}: two options are the same",
    ),
    (
        _with_question(options=_choose(OPTION, OPTION[:-1], OPTION[:-2], OPTION * 2)),
        f"{QUESTION}: option lengths differ by 2.19",
    ),
    (
        _with_check(options=_choose("one", "two", "eleven")),
        f"{CHECK}: option lengths differ by 2.00",
    ),
    (_key_all("B"), "assessment: B is the key 40 times of 40"),
    (_key_all("B"), "assessment: A is the key 0 times of 40"),
    (_key_all_checks("A"), "checks: A is the key 26 times of 26"),
    (_lengthen_keys(), "assessment: the key is the longest option 40 times"),
]
BROKEN_TEXTS: list[tuple[Mapping[str, str], str]] = [
    ({**TEXTS, "extra": "# Extra\n"}, "extra: a text without a module"),
    ({**TEXTS, "welcome": "# Welcome\n\nShort."}, "welcome: 2 words, not 500 to 900"),
    ({**TEXTS, "welcome": TEXTS["welcome"] * 2}, "words, not 500 to 900"),
    ({**TEXTS, "recipe-demo": "# Recipe\n"}, "recipe-demo: 1 words, not 400 to 800"),
    (
        {**TEXTS, "orientation-assessment": "# Ask\n"},
        "orientation-assessment: 1 words, not 150 to 300",
    ),
    (
        {name: text for name, text in TEXTS.items() if name != "welcome"},
        "welcome: 0 words, not 500 to 900",
    ),
    ({**TEXTS, "welcome": TEXTS["welcome"].replace("#", "")}, "welcome: no heading"),
]
MARKUP: list[tuple[str, str]] = [
    ("<div>block</div>", "raw HTML"),
    ("some <b>bold</b> text", "raw HTML"),
    ("<!-- a comment -->", "raw HTML"),
    ("[a page](/page)", "a link"),
    ("<https://example.org>", "a link"),
    ("https://example.org", "a link"),
    ("www.example.org", "a link"),
    ("[name]: /page", "a link"),
    ("![a picture](picture.png)", "an image"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a table"),
    ("~~gone~~", "struck-out text"),
]


class TestSeed:
    def test_is_clean(self) -> None:
        assert lint_seed(SEEDED, TEXTS) == []

    def test_loses_no_entry_to_a_repeated_id(self) -> None:
        modules = yaml.safe_load((SEED / "modules.yaml").read_text(encoding="utf-8"))
        questions = yaml.safe_load((SEED / "assessment.yaml").read_text(encoding="utf-8"))
        assert len(modules) == len(SEEDED.modules)
        assert len(questions) == len(SEEDED.questions)

    def test_teaches_eight_modules_before_the_assessment(self) -> None:
        assert SEEDED.course_ids == tuple(COURSE)[:8]

    @pytest.mark.parametrize("name", COURSE)
    def test_renders_with_its_heading_first(self, name: str) -> None:
        assert render_text(name).startswith("<h1>")


class TestLintSeed:
    @pytest.mark.parametrize(
        ("catalogue", "problem"), BROKEN_CATALOGUES, ids=[fault for _, fault in BROKEN_CATALOGUES]
    )
    def test_says_so_when_the_catalogue_is_broken(self, catalogue: Catalogue, problem: str) -> None:
        assert any(problem in found for found in lint_seed(catalogue, TEXTS))

    @pytest.mark.parametrize(
        ("texts", "problem"), BROKEN_TEXTS, ids=[fault for _, fault in BROKEN_TEXTS]
    )
    def test_says_so_when_a_text_is_broken(self, texts: Mapping[str, str], problem: str) -> None:
        assert any(problem in found for found in lint_seed(SEEDED, texts))

    @pytest.mark.parametrize(("markup", "problem"), MARKUP, ids=[markup for markup, _ in MARKUP])
    def test_says_so_when_the_markup_is_refused(self, markup: str, problem: str) -> None:
        texts = {**TEXTS, "welcome": f"{TEXTS['welcome']}\n{markup}\n"}
        assert f"welcome: {problem}" in lint_seed(SEEDED, texts)


class TestCountWords:
    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("", 0),
            ("# One two", 2),
            ("- **One** two\n- `three`", 3),
            ("one\ntwo", 2),
            ("one - two", 2),
            ("re**write**", 1),
            ("one\n\n```\nnot counted here\n```", 1),
        ],
    )
    def test_counts_what_is_read_without_markup(self, source: str, words: int) -> None:
        assert count_words(source) == words


class TestLengthRatio:
    def test_is_longest_by_shortest(self) -> None:
        assert length_ratio(_choose("aa", "aaa", "aaaa")) == 2

    def test_is_finite_when_an_option_is_empty(self) -> None:
        assert length_ratio(_choose("", "aaa")) == 3
