"""Words: short, plain, equally long, and none that flatter or point at a track."""

import re
from collections.abc import Iterator, Mapping

from profiler.bank.lint.findings import Fault, Rule
from profiler.bank.models import Bank, Item, ItemFormat, Option
from profiler.bank.readability import compute_grade
from talent_contracts.vocabulary import Module

MAX_STEM_WORDS = 40
MAX_OPTION_WORDS = 18
MAX_LENGTH_RATIO = 1.3
MAX_GRADE = 8.0

TRACK_WORDS = re.compile(
    r"\b(?:defen[dcs]\w*|protect\w*|guard\w*|shield\w*|blue team"
    r"|offen[cds]\w*|attack\w*|hack\w*|pentest\w*|penetrat\w*|exploit\w*|red team"
    r"|govern\w*|risks?|complian\w*|comply\w*|audit\w*|regulat\w*|polic(?:y|ies)|grc"
    r"|innovat\w*|invent\w*|creativ\w*|pioneer\w*"
    r"|leads?|leading|leader\w*|manag\w*|boss\w*|director\w*|command\w*)\b",
    re.IGNORECASE,
)
VIRTUE_WORDS = re.compile(
    r"\b(?:honest\w*|brav\w*|courag\w*|ethic\w*|moral\w*|noble|hero\w*|loyal\w*|integrity"
    r"|responsib\w*|fair|fairly|fairness|wis(?:e|ely|dom)|smart\w*|clever\w*|brilliant\w*"
    r"|excellen\w*|best|perfect\w*|professional\w*|proper|properly|trustworthy|diligen\w*"
    r"|careful\w*|skil+ful\w*|ideal\w*)\b",
    re.IGNORECASE,
)
ALL_OR_NONE = re.compile(r"\b(?:all|none|any|both|neither) of (?:the|these|them)\b", re.IGNORECASE)
ACRONYM = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*\b")
TERMS: Mapping[str, re.Pattern[str]] = {
    term: re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for term, forms in {
        "filter": "filters?",
        "hexadecimal": "hexadecimal",
        "log": "logs?",
        "network": "networks?",
        "port": "ports?",
        "router": "routers?",
        "scan": "scan(?:s|ned|ning)?",
        "script": "scripts?",
        "server": "servers?",
    }.items()
}
"""Terms of the field that an item explains wherever it uses them."""

PLAIN_WORDS: Mapping[str, re.Pattern[str]] = {
    plain: re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for plain, forms in {
        "sign in": r"log(?:s|ged|ging)?[ -]?in|log-?on",
        "cyber security": "cyber-?security",
        "email": "e-mails?",
        "website": "web sites?",
        "strange": "odd|oddly|odds",
        "company": "firms?",
        "weak point": "weak ?spots?|flaws?|holes?|gaps?|loopholes?",
        "first or simple": "rough|roughly",
        "people in your team": "colleagues?",
        "practice": "drills?",
        "new": "(?:quite|brand) new",
        "did not see": "missed",
        "warning": "alerts?",
    }.items()
}
"""One plain word per thing, and the words that two reviews with a small vocabulary misread."""

FIRST = re.compile(r"\bfirst\b", re.IGNORECASE)

MAX_ARTIFACT_WIDTH = 45
"""Characters in a line of a log, kept low for phones."""

MARKUP = re.compile(
    r"!\[|<\w+[^>]*>|https?://|data:\w+/|\.(?:png|jpe?g|gif|svg|webp)\b", re.IGNORECASE
)


def check_stem_length(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        words = len(item.stem.split())
        if not 1 <= words <= MAX_STEM_WORDS:
            yield item.id, f"the stem has {words} words, at most {MAX_STEM_WORDS}"


def check_option_words(bank: Bank) -> Iterator[Fault]:
    for item, option in _each_option(bank):
        words = len(option.text.split())
        if not 1 <= words <= MAX_OPTION_WORDS:
            yield item.id, f"option {option.key} has {words} words, at most {MAX_OPTION_WORDS}"


def check_option_lengths(bank: Bank) -> Iterator[Fault]:
    """In characters; the fixed "not sure" of keyed items is left out."""
    for item in bank.items:
        lengths = [len(option.text) for option in _list_own_options(item)]
        if max(lengths) > MAX_LENGTH_RATIO * min(lengths):
            yield item.id, f"options have {min(lengths)} to {max(lengths)} characters, ratio > 1.3"


def check_distinct_options(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        if len({option.text.casefold() for option in item.options}) != len(item.options):
            yield item.id, "offers the same text twice"


def check_readability(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        grade = compute_grade(list_passages(item))
        if grade > MAX_GRADE:
            yield item.id, f"reads at grade {grade:.1f}, at most {MAX_GRADE:.0f}"


def check_track_words(bank: Bank) -> Iterator[Fault]:
    yield from _find(bank, TRACK_WORDS, "names a track")


def check_virtue_words(bank: Bank) -> Iterator[Fault]:
    yield from _find(bank, VIRTUE_WORDS, "praises itself")


def check_all_or_none(bank: Bank) -> Iterator[Fault]:
    yield from _find(bank, ALL_OR_NONE, "speaks about the other options")


def check_acronyms(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        for acronym in sorted(set(ACRONYM.findall(_read_whole(item))) - set(item.glossary)):
            yield item.id, f"{acronym} is not in the glossary"


def check_glossary(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        text = _read_whole(item)
        for term, meaning in item.glossary.items():
            if not _match_term(term).search(text):
                yield item.id, f"the glossary explains {term}, which is not in the item"
            if not meaning.strip():
                yield item.id, f"the glossary does not explain {term}"


def check_terms(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        text = _read_whole(item)
        for term, forms in TERMS.items():
            if forms.search(text) and not any(forms.fullmatch(entry) for entry in item.glossary):
                yield item.id, f"uses {term} and does not explain it in the glossary"


def check_plain_words(bank: Bank) -> Iterator[Fault]:
    """Artifacts are left out: a log is quoted as a machine would write it."""
    for place, text in _each_text(bank):
        for plain, forms in PLAIN_WORDS.items():
            if match := forms.search(text):
                yield place, f"says {match[0]!r} where this bank says {plain!r}"


def check_artifact_width(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        width = max(map(len, (item.artifact or "").splitlines()), default=0)
        if width > MAX_ARTIFACT_WIDTH:
            yield item.id, f"has a line of {width} characters, at most {MAX_ARTIFACT_WIDTH}"


def check_scenario_question(bank: Bank) -> Iterator[Fault]:
    """A scenario asks what one would like to do. The right order of steps is another question."""
    for item in bank.by_module[Module.SCENARIO_PREFERENCE]:
        if "would you like" not in item.stem.lower() or FIRST.search(item.stem):
            yield item.id, "does not ask what one would like to do"


def check_plain_text(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        if MARKUP.search(_read_whole(item)):
            yield item.id, "logs and commands are text: no picture, link or markup"


RULES: Mapping[str, Rule] = {
    "stem-words": check_stem_length,
    "option-words": check_option_words,
    "option-lengths": check_option_lengths,
    "distinct-options": check_distinct_options,
    "readability": check_readability,
    "track-word": check_track_words,
    "virtue-word": check_virtue_words,
    "all-or-none": check_all_or_none,
    "acronym": check_acronyms,
    "glossary": check_glossary,
    "terms": check_terms,
    "plain-words": check_plain_words,
    "artifact-width": check_artifact_width,
    "scenario-question": check_scenario_question,
    "plain-text": check_plain_text,
}


def list_passages(item: Item) -> list[str]:
    """What a reader must understand: stem and options, without artifact and glossed terms."""
    passages = [item.stem, *(option.text for option in item.options)]
    for term in item.glossary:
        passages = [_match_term(term).sub(" ", passage) for passage in passages]
    return passages


def _match_term(term: str) -> re.Pattern[str]:
    """The term as a whole word, however it is capitalised."""
    return re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)


def _read_whole(item: Item) -> str:
    return "\n".join([item.stem, item.artifact or "", *(option.text for option in item.options)])


def _each_option(bank: Bank) -> Iterator[tuple[Item, Option]]:
    return ((item, option) for item in bank.items for option in item.options)


def _each_text(bank: Bank) -> Iterator[tuple[str, str]]:
    """Everything that a learner reads but artifacts, with the place where it stands."""
    for info in bank.modules:
        yield from ((info.id.value, text) for text in (info.title, info.intro))
    for prompt in bank.reflections:
        yield prompt.id, prompt.prompt
    for item in bank.items:
        texts = (item.stem, *item.glossary.values(), *(option.text for option in item.options))
        yield from ((item.id, text) for text in texts)


def _list_own_options(item: Item) -> tuple[Option, ...]:
    return item.options[:-1] if item.format is ItemFormat.KEYED else item.options


def _find(bank: Bank, pattern: re.Pattern[str], complaint: str) -> Iterator[Fault]:
    """Ratings are left out: their anchors are fixed and the same in every domain."""
    for item, option in _each_option(bank):
        match = pattern.search(option.text)
        if match and item.format is not ItemFormat.RATING:
            yield item.id, f"option {option.key} {complaint}: {match[0]}"
