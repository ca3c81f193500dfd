"""Rules that the seeded course keeps; each names what to repair."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.journey.foundations.catalogue import (
    Catalogue,
    Check,
    Choice,
    KeyedQuestion,
    ModuleType,
)

Texts = Mapping[str, str]
Item = Check | KeyedQuestion

COURSE: Mapping[str, ModuleType] = {
    "welcome": ModuleType.READING,
    "mission-driven-learning": ModuleType.READING,
    "tracks-explained": ModuleType.READING,
    "mission-preview": ModuleType.INTERACTIVE,
    "recipe-demo": ModuleType.INTERACTIVE,
    "portfolio-and-marketplace": ModuleType.READING,
    "mentorship": ModuleType.READING,
    "value-framework": ModuleType.READING,
    "orientation-assessment": ModuleType.ASSESSMENT,
    "goals-and-reflection": ModuleType.REFLECTION,
}
WORDS: Mapping[ModuleType, tuple[int, int]] = {
    ModuleType.READING: (500, 900),
    ModuleType.INTERACTIVE: (400, 800),
    ModuleType.ASSESSMENT: (150, 300),
    ModuleType.REFLECTION: (150, 300),
}
CHECKS: Mapping[ModuleType, int] = {ModuleType.READING: 2, ModuleType.INTERACTIVE: 3}
TOTAL_MINUTES = (70, 80)
ACTIVE_S_PER_WORD = 60 / 180 * 0.6
ACTIVE_TOLERANCE = 0.1
QUESTIONS = 36
QUESTIONS_PER_MODULE = 4
LINE_WORDS = 5
LENGTH_RATIO = 1.6
KEY_SHARE = (0.15, 0.35)
LONGEST_KEY_SHARE = 0.4

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_ADDRESS = re.compile(r"\b[a-z]+://|\bwww\.|\bmailto:", re.IGNORECASE)
_CATCH_ALL = re.compile(r"\b(all|none|both|any) of (the above|these|them)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\b(above|below|previous question|this module)\b", re.IGNORECASE)
_FOREIGN = {"table_open": "a table", "s_open": "struck-out text"}
_LINKS = {"link_open": "a link", "image": "an image"}
_HTML = {"html_block": "raw HTML", "html_inline": "raw HTML"}


def lint_seed(catalogue: Catalogue, texts: Texts) -> list[str]:
    """Everything wrong with the seed, one sentence each; ``texts`` is Markdown by module id."""
    found = chain.from_iterable(rule(catalogue, texts) for rule in RULES)
    return list(found)


def check_course(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """The ten modules, in order, each of its type and mandatory."""
    if list(catalogue.modules) != list(COURSE):
        yield "modules: not the ten of the course in their order"
    for module in catalogue.modules.values():
        if module.type is not COURSE.get(module.id):
            yield f"{module.id}: the type {module.type} is not the course's"
        if not module.mandatory:
            yield f"{module.id}: is not mandatory"


def check_ids(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """Ids are unique over modules, checks and questions, and checks are named for their module."""
    filed = {name: module.id for name, module in catalogue.modules.items()}
    filed |= {name: question.id for name, question in catalogue.questions.items()}
    yield from (f"{name}: is filed for {own}" for name, own in filed.items() if name != own)
    ids = [module.id for module in catalogue.modules.values()]
    ids += [item.id for item in _list_items(catalogue)]
    yield from (f"{name}: id occurs {n} times" for name, n in Counter(ids).items() if n > 1)
    for module in catalogue.modules.values():
        for number, check in enumerate(module.checks, start=1):
            if check.id != f"{module.id}-check-{number}":
                yield f"{check.id}: should be {module.id}-check-{number}"


def check_minutes(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """The whole course takes about 75 minutes."""
    total = sum(module.minutes for module in catalogue.modules.values())
    if not TOTAL_MINUTES[0] <= total <= TOTAL_MINUTES[1]:
        yield f"modules: {total} minutes in all"


def check_texts(catalogue: Catalogue, texts: Texts) -> Iterator[str]:
    """Each module has its text, of the right length and with headings."""
    yield from (f"{name}: a text without a module" for name in texts.keys() - catalogue.modules)
    for module in catalogue.modules.values():
        source = texts.get(module.id, "")
        low, high = WORDS.get(module.type, WORDS[ModuleType.READING])
        if not low <= count_words(source) <= high:
            yield f"{module.id}: {count_words(source)} words, not {low} to {high}"
        if not any(token.type == "heading_open" for token in _parse(source)):
            yield f"{module.id}: no heading"


def check_active_time(catalogue: Catalogue, texts: Texts) -> Iterator[str]:
    """``min_active_s`` is 60 % of reading the text at 180 words a minute; else 0."""
    for module in catalogue.modules.values():
        words = count_words(texts.get(module.id, "")) if module.is_course else 0
        honest_s = words * ACTIVE_S_PER_WORD
        if abs(module.min_active_s - honest_s) > honest_s * ACTIVE_TOLERANCE:
            yield f"{module.id}: min_active_s {module.min_active_s}, not about {honest_s:.0f}"


def check_markup(_catalogue: Catalogue, texts: Texts) -> Iterator[str]:
    """CommonMark alone, without raw HTML, links and images."""
    for name, source in texts.items():
        kinds = {token.type for token in _walk(_parse(source))}
        refused = {**_FOREIGN, **_LINKS, **_HTML}
        yield from sorted(f"{name}: {refused[kind]}" for kind in kinds & refused.keys())
        if _ADDRESS.search(source) or _has_references(source):
            yield f"{name}: a link"


def check_checks(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """Readings ask twice or more, interactive modules three times or more, others never."""
    for module in catalogue.modules.values():
        if len(module.checks) < CHECKS.get(module.type, 0):
            yield f"{module.id}: only {len(module.checks)} checks"
        if module.checks and module.type not in CHECKS:
            yield f"{module.id}: has checks that nobody asks"
        yield from (
            f"{check.id}: {len(check.options)} options"
            for check in module.checks
            if len(check.options) not in {3, 4}
        )


def check_bank(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """Enough questions, and enough about each module that is read or done."""
    if len(catalogue.questions) < QUESTIONS:
        yield f"assessment: only {len(catalogue.questions)} questions"
    asked = Counter(question.module for question in catalogue.questions.values())
    for name in catalogue.course_ids:
        if asked[name] < QUESTIONS_PER_MODULE:
            yield f"{name}: only {asked[name]} questions"
    yield from (
        f"{name}: asked about but not read" for name in asked if name not in catalogue.course_ids
    )


def check_lines(catalogue: Catalogue, texts: Texts) -> Iterator[str]:
    """Each question quotes a whole sentence of its module, and no other quotes the same."""
    for question in catalogue.questions.values():
        if question.line not in texts.get(question.module, ""):
            yield f"{question.id}: its line is not in {question.module}"
        if len(question.line.split()) < LINE_WORDS or question.line[-1] not in ".?!":
            yield f"{question.id}: its line is not a sentence"
    lines = Counter(question.line for question in catalogue.questions.values())
    yield from (f"assessment: asked twice: {line}" for line, n in lines.items() if n > 1)


def check_wording(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """Nothing empty; stems stand alone and ask; no option speaks of the others."""
    for module in catalogue.modules.values():
        if not (module.title.strip() and module.summary.strip()):
            yield f"{module.id}: without title or summary"
    for item in _list_items(catalogue):
        stem = _stem(item)
        if not item.explanation.strip():
            yield f"{item.id}: without explanation"
        if "?" not in stem and not stem.endswith("."):
            yield f"{item.id}: the stem asks nothing"
        if _ELSEWHERE.search(stem):
            yield f"{item.id}: the stem leans on something elsewhere"
        if any(_CATCH_ALL.search(option.text) for option in item.options):
            yield f"{item.id}: an option speaks of the others"


def check_options(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """Options are lettered from A, differ, include the key and are of similar length."""
    for item in _list_items(catalogue):
        letters = [option.key for option in item.options]
        if letters != list("ABCD"[: len(letters)]):
            yield f"{item.id}: options are not lettered from A"
        if item.key not in letters:
            yield f"{item.id}: its key {item.key} is no option"
        if len({option.text.strip().lower() for option in item.options}) < len(letters):
            yield f"{item.id}: two options are the same"
        if length_ratio(item.options) > LENGTH_RATIO:
            yield f"{item.id}: option lengths differ by {length_ratio(item.options):.2f}"


def check_spread(catalogue: Catalogue, _texts: Texts) -> Iterator[str]:
    """Neither the letter nor the length of an option gives the key away."""
    checks = [check for module in catalogue.modules.values() for check in module.checks]
    questions = list(catalogue.questions.values())
    yield from _check_letters("checks", checks)
    yield from _check_letters("assessment", questions)
    longest = sum(map(_is_key_longest, questions))
    if longest > len(questions) * LONGEST_KEY_SHARE:
        yield f"assessment: the key is the longest option {longest} times"


RULES: Sequence[Callable[[Catalogue, Texts], Iterator[str]]] = (
    check_course,
    check_ids,
    check_minutes,
    check_texts,
    check_active_time,
    check_markup,
    check_checks,
    check_bank,
    check_lines,
    check_wording,
    check_options,
    check_spread,
)


def count_words(source: str) -> int:
    """Words of the text without markup; code blocks do not count."""
    blocks = [_say(token.children or []) for token in _parse(source) if token.type == "inline"]
    return sum(any(map(str.isalnum, word)) for word in " ".join(blocks).split())


def length_ratio(options: Sequence[Choice]) -> float:
    """Characters of the longest option by those of the shortest."""
    lengths = [len(option.text) for option in options]
    return max(lengths) / max(1, min(lengths))


def _check_letters(name: str, items: Sequence[Item]) -> Iterator[str]:
    keys = Counter(item.key for item in items)
    low, high = (share * len(items) for share in KEY_SHARE)
    for letter in "ABCD":
        if not low <= keys[letter] <= high:
            yield f"{name}: {letter} is the key {keys[letter]} times of {len(items)}"


def _is_key_longest(item: Item) -> bool:
    right = [len(option.text) for option in item.options if option.key == item.key]
    wrong = [len(option.text) for option in item.options if option.key != item.key]
    return max(right, default=0) > max(wrong, default=0)


def _list_items(catalogue: Catalogue) -> list[Item]:
    checks = [check for module in catalogue.modules.values() for check in module.checks]
    return [*checks, *catalogue.questions.values()]


def _stem(item: Item) -> str:
    return item.prompt if isinstance(item, Check) else item.stem


def _say(tokens: Sequence[Token]) -> str:
    said = {"text", "code_inline"}
    breaks = {"softbreak", "hardbreak"}
    return "".join(
        token.content if token.type in said else " " * (token.type in breaks) for token in tokens
    )


def _parse(source: str) -> list[Token]:
    return _MARKDOWN.parse(source)


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])


def _has_references(source: str) -> bool:
    found: dict[str, object] = {}
    _MARKDOWN.parse(source, found)
    return bool(found.get("references"))
