"""What pins a session to a bank: three hashes over canonical JSON (spec 10, section 1).

A field belongs to exactly one hash, so a corrected key leaves text and structure untouched and a
corrected comma leaves scoring untouched.
"""

from dataclasses import asdict
from typing import Any

from profiler.bank.models import BankHashes, BankSource, Item, Option
from talent_contracts.canonical import sha256_hex


def hash_bank(source: BankSource) -> BankHashes:
    """The three sha256 of a bank, lowercase hex."""
    return BankHashes(
        text=sha256_hex(_text(source)),
        structure=sha256_hex(_structure(source)),
        scoring=sha256_hex(_scoring(source)),
    )


def _text(source: BankSource) -> dict[str, Any]:
    """Everything that a learner reads."""
    return {
        "locale": source.locale,
        "modules": {info.id.value: [info.title, info.intro] for info in source.modules},
        "reflections": {prompt.id: prompt.prompt for prompt in source.reflections},
        "items": {
            item.id: {
                "stem": item.stem,
                "artifact": item.artifact,
                "glossary": dict(item.glossary),
                "options": {option.key: option.text for option in item.options},
            }
            for item in source.items
        },
    }


def _structure(source: BankSource) -> dict[str, Any]:
    """What stands where: ids, modules, formats, option order and the position of each track."""
    return {
        "modules": [info.id.value for info in source.modules],
        "reflections": [[prompt.id, prompt.max_length] for prompt in source.reflections],
        "items": [
            [item.id, item.module.value, item.format.value, [_place(o) for o in item.options]]
            for item in source.items
        ],
    }


def _place(option: Option) -> list[str | None]:
    return [option.key, option.track]


def _scoring(source: BankSource) -> dict[str, Any]:
    """What an answer counts for and why."""
    return {
        "careless_model": asdict(source.careless_model),
        "items": {item.id: _score_sheet(item) for item in source.items},
    }


def _score_sheet(item: Item) -> dict[str, Any]:
    return {
        "facet": item.facet,
        "category": item.category,
        "domain": item.domain,
        "key": item.key,
        "b": item.b,
        "rationale": item.rationale,
        "misconceptions": dict(item.misconceptions),
        "skills": list(item.skills),
        "contrasts": [list(pair) for pair in item.contrasts],
        "expected_seconds": item.expected_seconds,
        "options": {
            option.key: [option.track, option.rating, option.level, list(option.tags)]
            for option in item.options
        },
    }
