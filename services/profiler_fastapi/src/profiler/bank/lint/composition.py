"""How many of what: modules, formats, facets, categories, domains, anchors, time."""

from collections import Counter
from collections.abc import Iterator, Mapping

from profiler.bank.lint.findings import Fault, Rule
from profiler.bank.models import Bank, Item, ItemFormat, Option
from talent_contracts.vocabulary import Level, Module

OPTION_KEYS = ("A", "B", "C", "D", "E")

MODULE_FORMATS: Mapping[Module, Mapping[ItemFormat, int]] = {
    Module.IDENTITY_VALUE: {ItemFormat.PREFERENCE: 10},
    Module.CYBER_APTITUDE: {ItemFormat.KEYED: 10},
    Module.TECHNICAL_EXPOSURE: {ItemFormat.RATING: 5, ItemFormat.KEYED: 5},
    Module.SCENARIO_PREFERENCE: {ItemFormat.PREFERENCE: 10},
    Module.WORK_STYLE: {ItemFormat.PREFERENCE: 10},
    Module.DIFFICULTY_SELECTION: {ItemFormat.LEVEL: 1},
}
FACETS: Mapping[Module, Mapping[str, int]] = {
    Module.IDENTITY_VALUE: dict.fromkeys(
        ("purpose", "success", "curiosity", "recognition", "learning"), 2
    ),
    Module.SCENARIO_PREFERENCE: dict.fromkeys(
        (
            "outage",
            "phish",
            "new_product",
            "audit",
            "breach_news",
            "vendor",
            "contest",
            "budget",
            "insider",
            "ai_tool",
        ),
        1,
    ),
    Module.WORK_STYLE: dict.fromkeys(
        (
            "pace",
            "ambiguity",
            "structure",
            "risk",
            "communication",
            "evidence",
            "horizon",
            "feedback",
            "conflict",
            "energy",
        ),
        1,
    ),
}
CATEGORIES: Mapping[str, int] = {
    "log_reading": 3,
    "pattern_logic": 2,
    "number_encoding": 2,
    "protocol_logic": 2,
    "quantitative_risk": 1,
}
DOMAINS = (
    "network_systems",
    "monitoring_response",
    "testing_tools",
    "code_automation",
    "governance_risk",
)
MINUTES = range(15, 18)


def check_module_order(bank: Bank) -> Iterator[Fault]:
    if [info.id for info in bank.modules] != list(Module):
        yield "bank", "the modules are not the six of the vocabulary in their order"


def check_item_ids(bank: Bank) -> Iterator[Fault]:
    """``<prefix>_<place in the module>``, modules one after the other."""
    seen: Counter[Module] = Counter()
    latest = 0
    places = list(Module)
    for item in bank.items:
        seen[item.module] += 1
        prefix = "identity" if item.module is Module.IDENTITY_VALUE else item.module.value
        wanted = f"{prefix}_{seen[item.module]}"
        if item.id != wanted:
            yield item.id, f"stands at the place of {wanted}"
        if places.index(item.module) < latest:
            yield item.id, "stands after an item of a later module"
        latest = max(latest, places.index(item.module))


def check_formats(bank: Bank) -> Iterator[Fault]:
    for module, wanted in MODULE_FORMATS.items():
        found = Counter(item.format for item in bank.items if item.module is module)
        if found != Counter(wanted):
            yield module.value, f"holds {_spell(found)} and not {_spell(wanted)}"


def check_option_keys(bank: Bank) -> Iterator[Fault]:
    for item in bank.items:
        if item.option_keys != OPTION_KEYS:
            yield item.id, "does not offer A to E in this order"


def check_fields(bank: Bank) -> Iterator[Fault]:
    """No field that has no meaning in the item's format."""
    for item in bank.items:
        is_keyed = item.format is ItemFormat.KEYED
        foreign = {
            "key": item.key is not None and not is_keyed,
            "b": item.b is not None and not is_keyed,
            "misconceptions": bool(item.misconceptions) and not is_keyed,
            "contrasts": bool(item.contrasts) and item.format is not ItemFormat.PREFERENCE,
            "track": _any(item, "track") and item.format is not ItemFormat.PREFERENCE,
            "rating": _any(item, "rating") and item.format is not ItemFormat.RATING,
            "level": _any(item, "level") and item.format is not ItemFormat.LEVEL,
        }
        for name, is_foreign in foreign.items():
            if is_foreign:
                yield item.id, f"has {name}, which means nothing on a {item.format.value} item"


def check_facets(bank: Bank) -> Iterator[Fault]:
    for module, wanted in FACETS.items():
        found = Counter(item.facet or "none" for item in bank.items if item.module is module)
        yield from _compare(module.value, found, wanted)


def check_categories(bank: Bank) -> Iterator[Fault]:
    found = Counter(
        item.category or "none" for item in bank.items if item.module is Module.CYBER_APTITUDE
    )
    yield from _compare(Module.CYBER_APTITUDE.value, found, CATEGORIES)


def check_domains(bank: Bank) -> Iterator[Fault]:
    """In each domain one rating and, straight after it, one micro-check."""
    items = [item for item in bank.items if item.module is Module.TECHNICAL_EXPOSURE]
    pairs = list(zip(items[::2], items[1::2], strict=False))
    for rating, check in pairs:
        is_pair = (rating.format, check.format) == (ItemFormat.RATING, ItemFormat.KEYED)
        if not is_pair or rating.domain != check.domain:
            yield f"{rating.id}, {check.id}", "are not a rating and a check of one domain"
    if Counter(rating.domain for rating, _ in pairs) != Counter(DOMAINS):
        yield Module.TECHNICAL_EXPOSURE.value, "does not hold each domain once"


def check_rating_anchors(bank: Bank) -> Iterator[Fault]:
    """The same closing question and the same five anchors in rising order on every rating."""
    ratings = bank.of_format(ItemFormat.RATING)
    for item in ratings:
        if [option.rating for option in item.options] != [0, 1, 2, 3, 4]:
            yield item.id, "does not rate 0 to 4 in rising order"
        if _texts(item.options) != _texts(ratings[0].options):
            yield item.id, f"has other anchors than {ratings[0].id}"
        if _close(item) != _close(ratings[0]):
            yield item.id, f"does not end with the question of {ratings[0].id}"


def check_level_anchors(bank: Bank) -> Iterator[Fault]:
    for item in bank.of_format(ItemFormat.LEVEL):
        if [option.level for option in item.options] != list(Level):
            yield item.id, "does not offer the five levels in rising order"


def check_reflections(bank: Bank) -> Iterator[Fault]:
    found = [(prompt.id, prompt.subject, prompt.max_length) for prompt in bank.reflections]
    if found != [("reflection_1", "why", 600), ("reflection_2", "aim", 600)]:
        yield "reflections", "are not why and aim with at most 600 characters each"


def check_minutes(bank: Bank) -> Iterator[Fault]:
    if bank.minutes not in MINUTES:
        yield "bank", f"takes {bank.minutes} minutes and not about 16"


RULES: Mapping[str, Rule] = {
    "module-order": check_module_order,
    "item-id": check_item_ids,
    "module-formats": check_formats,
    "option-keys": check_option_keys,
    "foreign-field": check_fields,
    "facets": check_facets,
    "categories": check_categories,
    "domain-pairs": check_domains,
    "rating-anchors": check_rating_anchors,
    "level-anchors": check_level_anchors,
    "reflections": check_reflections,
    "minutes": check_minutes,
}


def _any(item: Item, name: str) -> bool:
    return any(getattr(option, name) is not None for option in item.options)


def _close(item: Item) -> str:
    """The last sentence of the stem."""
    return item.stem.rpartition(". ")[2]


def _texts(options: tuple[Option, ...]) -> list[str]:
    return [option.text for option in options]


def _compare(place: str, found: Mapping[str, int], wanted: Mapping[str, int]) -> Iterator[Fault]:
    if dict(found) != dict(wanted):
        names = sorted(
            name for name in {*found, *wanted} if found.get(name, 0) != wanted.get(name, 0)
        )
        yield place, f"has the wrong number of {', '.join(names)}"


def _spell(counts: Mapping[ItemFormat, int]) -> str:
    return " and ".join(f"{number} {name.value}" for name, number in counts.items()) or "nothing"
