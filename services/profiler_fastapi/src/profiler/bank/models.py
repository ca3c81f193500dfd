"""The shape of the bank: frozen values that say what the YAML means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, Literal

from pydantic import ConfigDict

from talent_contracts.vocabulary import Level, Module, Track

_CLOSED = ConfigDict(extra="forbid")


class ItemFormat(StrEnum):
    """How an item is answered and what its answer means."""

    PREFERENCE = "preference"
    KEYED = "keyed"
    RATING = "rating"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. ``track`` on preference items, ``rating`` 0-4 on ratings, ``level`` on the level.

    ``tags`` name the behaviour that the option describes, within the item's facet.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    key: str
    text: str
    track: Track | None = None
    rating: int | None = None
    level: Level | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    ``key`` (the right option's key) and ``b`` (difficulty in logits, an expert's estimate) stand on
    keyed items only. ``contrasts`` are the pairs of tracks that the item was written to tell apart.
    ``glossary`` maps terms in the item's text to their meaning.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    id: str
    module: Module
    format: ItemFormat
    stem: str
    options: tuple[Option, ...]
    expected_seconds: int
    artifact: str | None = None
    facet: str | None = None
    category: str | None = None
    domain: str | None = None
    key: str | None = None
    b: float | None = None
    rationale: str | None = None
    misconceptions: Mapping[str, str] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    contrasts: tuple[tuple[Track, Track], ...] = ()
    glossary: Mapping[str, str] = field(default_factory=dict)

    def option(self, key: str) -> Option:
        """The option of that key. Raises ``KeyError`` when the item has none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)

    @property
    def option_keys(self) -> tuple[str, ...]:
        """The keys in the order shown."""
        return tuple(option.key for option in self.options)


@dataclass(frozen=True, slots=True)
class ModuleInfo:
    """What a learner reads above a module."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    id: Module
    title: str
    intro: str


@dataclass(frozen=True, slots=True)
class ReflectionPrompt:
    """An optional, unscored text of at most ``max_length`` characters."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    id: str
    subject: Literal["why", "aim"]
    prompt: str
    max_length: int


@dataclass(frozen=True, slots=True)
class CarelessWeights:
    """Log-odds of careless answering: an intercept and what one unit of each index adds.

    The indices are those of ``profiler.quality``; the two of time are 0 where times are unknown.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    intercept: float
    longest_run: float
    step_share: float
    misfit: float
    consistency: float
    fast_share: float = 0.0
    fast_window: float = 0.0


@dataclass(frozen=True, slots=True)
class CarelessModel:
    """The frozen coefficients of q, fitted by the simulation on ``seeds`` (first and last).

    One set for sessions whose response times are known, one for those without.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    seeds: tuple[int, int]
    with_times: CarelessWeights
    without_times: CarelessWeights


@dataclass(frozen=True, slots=True)
class BankSource:
    """The YAML file as it stands."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    version: str
    locale: str
    position_seed: int
    careless_model: CarelessModel
    modules: tuple[ModuleInfo, ...]
    reflections: tuple[ReflectionPrompt, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class BankHashes:
    """Three lowercase hex sha256: what is read, how it is arranged, how it is scored."""

    text: str
    structure: str
    scoring: str


@dataclass(frozen=True)
class Bank:
    """A loaded bank. Everything derived from ``items`` is computed once and kept."""

    version: str
    locale: str
    position_seed: int
    careless_model: CarelessModel
    modules: tuple[ModuleInfo, ...]
    reflections: tuple[ReflectionPrompt, ...]
    items: tuple[Item, ...]
    hashes: BankHashes

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by their id."""
        return MappingProxyType({item.id: item for item in self.items})

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Item ids in the order in which they are asked."""
        return tuple(item.id for item in self.items)

    @cached_property
    def by_module(self) -> Mapping[Module, tuple[Item, ...]]:
        """Items of each module, both in the order in which they are asked."""
        return MappingProxyType(
            {
                info.id: tuple(item for item in self.items if item.module is info.id)
                for info in self.modules
            }
        )

    @cached_property
    def minutes(self) -> int:
        """About how long the whole bank takes, in whole minutes."""
        return round(sum(item.expected_seconds for item in self.items) / 60)

    def of_format(self, wanted: ItemFormat) -> tuple[Item, ...]:
        """Items of one format in bank order."""
        return tuple(item for item in self.items if item.format is wanted)
