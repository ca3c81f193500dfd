"""The questions as they are served: no keys, no difficulty, nothing that scores."""

from typing import Literal

from talent_contracts.model import StrictModel
from talent_contracts.results import BankHashes
from talent_contracts.vocabulary import Module


class PublicBank(StrictModel):
    """Which bank these questions are."""

    version: str
    locale: str
    hashes: BankHashes


class PublicModule(StrictModel):
    """What a learner reads above a module."""

    id: Module
    title: str
    intro: str
    total: int


class PublicOption(StrictModel):
    """One possible answer."""

    key: str
    text: str


class GlossaryEntry(StrictModel):
    """A term of the question and its meaning."""

    term: str
    meaning: str


class PublicQuestion(StrictModel):
    """One question. ``artifact`` is a log or command, to be shown in a fixed-width font."""

    id: str
    module: Module
    stem: str
    artifact: str = ""
    glossary: list[GlossaryEntry]
    options: list[PublicOption]


class PublicReflection(StrictModel):
    """An optional text question."""

    id: str
    prompt: str
    max_length: int


class QuestionsAnswer(StrictModel):
    """All questions by module, in the order in which they are asked."""

    bank: PublicBank
    modules: list[PublicModule]
    questions: dict[Module, list[PublicQuestion]]
    reflections: list[PublicReflection]
    total: Literal[51]
