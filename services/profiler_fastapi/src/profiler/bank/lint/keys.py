"""Keyed items: a balanced key that nothing but the right thought gives away."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from profiler.bank.lint.findings import Fault, Rule, name_items
from profiler.bank.models import Bank, Item, ItemFormat

KEY_COUNTS = {"A": 4, "B": 4, "C": 4, "D": 3}
MAX_RUN = 2
MAX_LONGEST = 5
UNSURE = "I don't know this one yet"
B_RANGE = (-2.0, 2.0)
MAX_B_GAP = 0.5
HEDGE = re.compile(
    r"\b(?:may|might|maybe|perhaps|possibly|probably|likely|sometimes|often|usually)\b",
    re.IGNORECASE,
)
FUNCTION_WORD = re.compile(
    r"the|and|for|with|that|this|are|was|has|have|had|but|not|you|your|its|from|what|which|who|why"
    r"|how|does|did|can|must|will|than|each|one"
)


def check_key(bank: Bank) -> Iterator[Fault]:
    for item in bank.of_format(ItemFormat.KEYED):
        if item.key not in KEY_COUNTS:
            yield item.id, "has a key outside A to D"


def check_key_balance(bank: Bank) -> Iterator[Fault]:
    items = _list_sound(bank)
    counts = Counter(item.key for item in items)
    for key, wanted in KEY_COUNTS.items() if items else ():
        if counts[key] != wanted:
            at_fault = name_items([item.id for item in items if item.key == key])
            yield at_fault or "keyed items", f"{key} is the key {counts[key]} times, not {wanted}"


def check_key_runs(bank: Bank) -> Iterator[Fault]:
    items = bank.of_format(ItemFormat.KEYED)
    for first, second, third in zip(items, items[1:], items[2:], strict=False):
        if first.key == second.key == third.key:
            yield third.id, f"is the third item in a row whose key is {third.key}"


def check_key_length(bank: Bank) -> Iterator[Fault]:
    longest = [item.id for item in _list_sound(bank) if _is_key_longest(item)]
    if len(longest) > MAX_LONGEST:
        yield name_items(longest), f"the key is the longest option in {len(longest)} items"


def check_key_echo(bank: Bank) -> Iterator[Fault]:
    """The key may not repeat more words of the stem than every distractor does."""
    for item in _list_sound(bank):
        asked = _list_content_words(item.stem)
        echoes = {o.key: len(asked & _list_content_words(o.text)) for o in item.options[:-1]}
        if echoes.pop(item.key or "") > max(echoes.values()):
            yield item.id, "the key repeats more words of the stem than any distractor"


def check_key_hedge(bank: Bank) -> Iterator[Fault]:
    """A careful key among flat claims is found without a thought."""
    for item in _list_sound(bank):
        hedged = {option.key for option in item.options[:-1] if HEDGE.search(option.text)}
        if hedged == {item.key}:
            yield item.id, "only the key is put with care"


def check_unsure(bank: Bank) -> Iterator[Fault]:
    for item in bank.of_format(ItemFormat.KEYED):
        if item.options[-1].text != UNSURE:
            yield item.id, f"does not end with {UNSURE!r}"


def check_difficulty(bank: Bank) -> Iterator[Fault]:
    """Difficulties spread over -2 to +2 without a hole wider than half a logit."""
    items = bank.of_format(ItemFormat.KEYED)
    for item in items:
        if item.b is None:
            yield item.id, "has no difficulty"
    spread = sorted(item.b for item in items if item.b is not None)
    if len(spread) != len(items) or not spread:
        return
    if (spread[0], spread[-1]) != B_RANGE:
        yield "keyed items", f"difficulty runs from {spread[0]} to {spread[-1]}, not -2 to 2"
    for easier, harder in pairwise(spread):
        if harder - easier > MAX_B_GAP:
            yield "keyed items", f"no difficulty between {easier} and {harder}"


def check_rationale(bank: Bank) -> Iterator[Fault]:
    for item in bank.of_format(ItemFormat.KEYED):
        if not (item.rationale or "").strip():
            yield item.id, "has no rationale"


def check_misconceptions(bank: Bank) -> Iterator[Fault]:
    for item in _list_sound(bank):
        distractors = set(KEY_COUNTS) - {item.key}
        written = {key for key, text in item.misconceptions.items() if text.strip()}
        if written != distractors:
            wrong = ", ".join(sorted(written ^ distractors))
            yield item.id, f"names a misconception too few or too many: {wrong}"


def check_skills(bank: Bank) -> Iterator[Fault]:
    for item in bank.of_format(ItemFormat.KEYED):
        if not item.skills:
            yield item.id, "names no skill"


RULES: Mapping[str, Rule] = {
    "key": check_key,
    "key-balance": check_key_balance,
    "key-run": check_key_runs,
    "key-longest": check_key_length,
    "key-echo": check_key_echo,
    "key-hedge": check_key_hedge,
    "unsure-option": check_unsure,
    "difficulty": check_difficulty,
    "rationale": check_rationale,
    "misconceptions": check_misconceptions,
    "skills": check_skills,
}


def _list_sound(bank: Bank) -> tuple[Item, ...]:
    """The keyed items, or none while one of them has no usable key."""
    items = bank.of_format(ItemFormat.KEYED)
    return items if all(item.key in KEY_COUNTS for item in items) else ()


def _list_content_words(text: str) -> set[str]:
    """Words of three letters or more that carry meaning, without a last s."""
    words = re.findall(r"[a-z]{3,}", text.lower())
    return {word.removesuffix("s") for word in words if not FUNCTION_WORD.fullmatch(word)}


def _is_key_longest(item: Item) -> bool:
    """Longer than every distractor; a tie gives nothing away."""
    key_length = len(item.option(item.key or "").text)
    return all(
        len(option.text) < key_length
        for option in item.options
        if option.key in KEY_COUNTS and option.key != item.key
    )
