"""The value statement: what learners wrote and chose, in their words, and nothing else.

The text states facts only ("asked about purpose I chose ..."): it quotes the reflections and the
chosen options and infers no feeling, trait or motive from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from profiler.bank import Bank, Item
from talent_contracts.results import ValueStatement
from talent_contracts.vocabulary import Module

WHY_ID = "reflection_1"
AIM_ID = "reflection_2"

_FACETS: Mapping[str, str] = {
    "purpose": "Asked what I want to work for, I chose",
    "success": "Asked what success looks like, I chose",
    "curiosity": "Asked what makes me curious, I chose",
    "recognition": "Asked what I would like to hear about my work, I chose",
    "learning": "Asked what and how I like to learn, I chose",
}


@dataclass(frozen=True, slots=True)
class Reflections:
    """The two optional texts, at most 600 characters each; None or blank when not written."""

    why: str | None = None
    aim: str | None = None


def write_value_statement(
    *, bank: Bank, answers: Mapping[str, str], reflections: Reflections
) -> ValueStatement:
    """The statement with the ids of the reflections and items that it quotes.

    ``completeness`` counts reflections only: both, one or none.
    """
    why, aim = _tidy(reflections.why), _tidy(reflections.aim)
    quoted = _group_by_facet(bank, answers)
    paragraphs = [
        *_tell_reflections(why, aim),
        *(_tell_facet(facet, items, answers) for facet, items in quoted.items()),
    ]
    if not quoted:
        paragraphs.append("I have not answered the questions about what drives me yet.")
    evidence = [name for name, text in ((WHY_ID, why), (AIM_ID, aim)) if text]
    evidence += [item.id for items in quoted.values() for item in items]
    return ValueStatement(
        text="\n\n".join(paragraphs),
        completeness=("empty", "partial", "complete")[bool(why) + bool(aim)],
        evidence=evidence,
    )


def quote(text: str) -> str:
    """The text between quotation marks, otherwise as it stands."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def _tidy(text: str | None) -> str:
    """One line without outer blanks, so that a quotation stays one quotation."""
    return " ".join((text or "").split())


def _tell_reflections(why: str, aim: str) -> list[str]:
    if not why and not aim:
        return ["I have not written yet why I am here or what I aim for."]
    return [
        f"Why I am here, in my own words: {quote(why)}"
        if why
        else "I have not written yet why I am here.",
        f"What I aim for, in my own words: {quote(aim)}"
        if aim
        else "I have not written yet what I aim for.",
    ]


def _group_by_facet(bank: Bank, answers: Mapping[str, str]) -> dict[str, list[Item]]:
    """The answered identity items, by facet in the order of the list above."""
    answered = [item for item in bank.by_module[Module.IDENTITY_VALUE] if item.id in answers]
    grouped = {facet: [item for item in answered if item.facet == facet] for facet in _FACETS}
    return {facet: items for facet, items in grouped.items() if items}


def _tell_facet(facet: str, items: list[Item], answers: Mapping[str, str]) -> str:
    chosen = " and ".join(quote(item.option(answers[item.id]).text) for item in items)
    return f"{_FACETS[facet]} {chosen}"
