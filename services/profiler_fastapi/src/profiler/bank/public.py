"""What a learner may see before completion: the words of the bank and nothing that scores them."""

from typing import Any

from profiler.bank.models import Bank, Item


def public_questions(bank: Bank) -> dict[str, Any]:
    """The body of ``GET /profiling/enhanced/questions``.

    Built field by field from an allow list, so a new field of the bank stays secret until someone
    decides otherwise. ``glossary`` is a list of ``{term, meaning}``; ``artifact`` is plain text to
    be shown in a fixed-width font and stands only where there is one.
    """
    return {
        "bank": {
            "version": bank.version,
            "locale": bank.locale,
            "hashes": {
                "text": bank.hashes.text,
                "structure": bank.hashes.structure,
                "scoring": bank.hashes.scoring,
            },
        },
        "modules": [
            {
                "id": info.id.value,
                "title": info.title,
                "intro": info.intro,
                "total": len(bank.by_module[info.id]),
            }
            for info in bank.modules
        ],
        "questions": {
            info.id.value: [_public_item(item) for item in bank.by_module[info.id]]
            for info in bank.modules
        },
        "reflections": [
            {"id": prompt.id, "prompt": prompt.prompt, "max_length": prompt.max_length}
            for prompt in bank.reflections
        ],
        "total": len(bank.items),
    }


def _public_item(item: Item) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": item.id, "module": item.module.value, "stem": item.stem}
    if item.artifact is not None:
        shown["artifact"] = item.artifact
    shown["glossary"] = [
        {"term": term, "meaning": meaning} for term, meaning in item.glossary.items()
    ]
    shown["options"] = [{"key": option.key, "text": option.text} for option in item.options]
    return shown
