"""A fault for each rule of the lint, planted in the shipped bank, and which rules a bank breaks."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from profiler.bank import Bank, load_bank
from profiler.bank.lint import lint_bank
from profiler.bank.lint.positions import list_rows
from profiler.bank.search_positions import Row, count_cyclic_hits, count_periodic_hits
from services.profiler_fastapi.tests.bank import plant
from talent_contracts.vocabulary import Level, Track


def codes(bank: Bank) -> set[str]:
    return {finding.code for finding in lint_bank(bank)}


def swap_rows(bank: Bank, left: int, right: int) -> list[Row]:
    rows = list_rows(bank)
    rows[left], rows[right] = rows[right], rows[left]
    return rows


def find_rows(*, cyclic: bool, periodic: bool) -> list[Row]:
    """Two items of the shipped bank trade rows so that only the wanted pattern rule breaks."""
    bank = load_bank()
    for left, right in combinations(range(30), 2):
        rows = swap_rows(bank, left, right)
        breaks_cyclic = max(count_cyclic_hits(rows, track) for track in Track) > 9
        breaks_periodic = max(count_periodic_hits(rows, track) for track in Track) > 10
        if (breaks_cyclic, breaks_periodic) == (cyclic, periodic):
            return rows
    pytest.fail("no such pair of rows")


def swap_tracks() -> Bank:
    """Two options of one item trade tracks without helping any pattern."""
    bank = load_bank()
    for index, (left, right) in (
        (index, pair) for index in range(30) for pair in combinations(range(5), 2)
    ):
        rows = list_rows(bank)
        row = list(rows[index])
        row[left], row[right] = row[right], row[left]
        rows[index] = tuple(row)
        if all(count_cyclic_hits(rows, t) <= 9 for t in Track) and all(
            count_periodic_hits(rows, t) <= 10 for t in Track
        ):
            return plant.with_rows(rows)
    pytest.fail("no such swap")


def rekey(*pairs: tuple[str, str]) -> Bank:
    """Give keyed items another key, with misconceptions to fit."""
    wanted = dict(pairs)
    bank = load_bank()
    items = tuple(
        replace(
            item,
            key=wanted[item.id],
            misconceptions={k: "Some thought." for k in "ABCD" if k != wanted[item.id]},
        )
        if item.id in wanted
        else item
        for item in bank.items
    )
    return replace(bank, items=items)


def reword(ids: list[str], *, key_ends_with: str) -> Bank:
    """The options of these keyed items get equal lengths, but for what the key ends with."""
    bank = load_bank()
    items = tuple(
        replace(
            item,
            options=tuple(
                replace(o, text=f"Some other words {o.key}{key_ends_with * (o.key == item.key)}")
                for o in item.options[:4]
            )
            + item.options[4:],
        )
        if item.id in ids
        else item
        for item in bank.items
    )
    return replace(bank, items=items)


KEYED_IDS = [f"cyber_aptitude_{n}" for n in range(1, 11)]


def drop_contrasts(first: Track, second: Track) -> Bank:
    bank = load_bank()
    items = tuple(
        replace(item, contrasts=tuple(p for p in item.contrasts if set(p) != {first, second}))
        for item in bank.items
    )
    return replace(bank, items=items)


def modules_reversed() -> Bank:
    return plant.in_bank(modules=load_bank().modules[::-1])


def rating_becomes_level() -> Bank:
    """A second level item outside its module: the ratings' domains no longer pair either."""
    bank = load_bank()
    level = bank.by_id["difficulty_selection_1"]
    extra = replace(level, id="difficulty_selection_2")
    return replace(bank, items=(*bank.items, extra))


def slow_bank() -> Bank:
    bank = load_bank()
    items = tuple(replace(item, expected_seconds=30) for item in bank.items)
    return replace(bank, items=items)


def short_reflection() -> Bank:
    first, second = load_bank().reflections
    return plant.in_bank(reflections=(replace(first, max_length=60), second))


FAULTS: dict[str, Callable[[], Bank]] = {
    "module-order": modules_reversed,
    "item-id": lambda: plant.in_item("identity_3", id="identity_33"),
    "module-formats": rating_becomes_level,
    "option-keys": lambda: plant.change(
        "identity_3", lambda item: plant.set_option(item, "E", key="F")
    ),
    "foreign-field": lambda: plant.in_item("identity_3", b=0.5),
    "facets": lambda: plant.in_item("work_style_3", facet="pace"),
    "categories": lambda: plant.in_item("cyber_aptitude_3", category="log_reading"),
    "domain-pairs": lambda: plant.in_item("technical_exposure_2", domain="testing_tools"),
    "rating-anchors": lambda: plant.in_option(
        "technical_exposure_3", "B", text="I saw this done by someone else."
    ),
    "level-anchors": lambda: plant.in_option("difficulty_selection_1", "A", level=Level.ELITE),
    "reflections": short_reflection,
    "minutes": slow_bank,
    "one-option-per-track": lambda: plant.in_option(
        "identity_1", "A", track=load_bank().by_id["identity_1"].option("B").track
    ),
    "track-at-position": swap_tracks,
    "cyclic-pattern": lambda: plant.with_rows(find_rows(cyclic=True, periodic=False)),
    "periodic-pattern": lambda: plant.with_rows(find_rows(cyclic=False, periodic=True)),
    "contrasts": lambda: drop_contrasts(Track.GRC, Track.LEADERSHIP),
    "key": lambda: plant.in_item("cyber_aptitude_2", key="E"),
    "key-balance": lambda: rekey(("cyber_aptitude_1", "C")),
    "key-run": lambda: rekey(("cyber_aptitude_4", "A"), ("technical_exposure_4", "C")),
    "key-longest": lambda: reword(KEYED_IDS, key_ends_with=" now"),
    "key-echo": lambda: plant.in_option(
        "cyber_aptitude_9", "A", text="The server sends a different number."
    ),
    "key-hedge": lambda: plant.in_option(
        "cyber_aptitude_5", "A", text="Perhaps hello reached Blue."
    ),
    "unsure-option": lambda: plant.in_option("cyber_aptitude_2", "E", text="No idea"),
    "difficulty": lambda: plant.in_item("cyber_aptitude_1", b=-1.9),
    "rationale": lambda: plant.in_item("cyber_aptitude_1", rationale=" "),
    "misconceptions": lambda: plant.in_item(
        "cyber_aptitude_1", misconceptions={"A": "Swaps names."}
    ),
    "skills": lambda: plant.in_item("cyber_aptitude_1", skills=()),
    "stem-words": lambda: plant.in_item("identity_1", stem="What do you do? " * 11),
    "option-words": lambda: plant.in_item(
        "identity_1",
        options=tuple(
            replace(o, text=f"{o.text} " + "so we go on " * 3)
            for o in load_bank().by_id["identity_1"].options
        ),
    ),
    "option-lengths": lambda: plant.in_option("identity_1", "A", text="I like to keep watch."),
    "distinct-options": lambda: plant.in_option(
        "identity_1", "A", text=load_bank().by_id["identity_1"].option("B").text
    ),
    "readability": lambda: plant.in_item(
        "identity_1",
        stem="Organisational interdependencies necessitate multidisciplinary evaluation capabilities, institutional accountability, continuous experimentation alongside considerable administrative specialisation. ",
    ),
    "track-word": lambda: plant.in_option(
        "identity_1", "A", text="I want to defend people while they are fast asleep now."
    ),
    "virtue-word": lambda: plant.in_option(
        "identity_1", "A", text="I want to be brave so that people can sleep well now."
    ),
    "all-or-none": lambda: plant.in_option(
        "cyber_aptitude_1", "A", text="None of the others can be correct."
    ),
    "acronym": lambda: plant.in_item("identity_1", stem="Why do you want to work in a SOC?"),
    "glossary": lambda: plant.in_item(
        "identity_1", glossary={"router": "a box that joins networks"}
    ),
    "terms": lambda: plant.in_item("identity_1", stem="Who looks after the servers here?"),
    "plain-words": lambda: plant.in_item("identity_1", stem="Which of these sounds odd to you?"),
    "artifact-width": lambda: plant.in_item("cyber_aptitude_1", artifact=f"09:01  {'x' * 39}"),
    "scenario-question": lambda: plant.in_item(
        "scenario_preference_1", stem="The website stops working. What would you do?"
    ),
    "plain-text": lambda: plant.in_item("cyber_aptitude_1", artifact="![log](log.png)"),
}
