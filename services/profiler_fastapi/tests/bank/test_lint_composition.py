"""What the lint says of the order of items, of ratings and of where tracks stand."""

from dataclasses import replace

from profiler.bank import Bank, load_bank
from profiler.bank.lint import lint_bank
from profiler.bank.search_positions import count_cyclic_hits
from services.profiler_fastapi.tests.bank import plant
from services.profiler_fastapi.tests.bank.faults import codes
from talent_contracts.vocabulary import Track


def swap_items(left: int, right: int) -> Bank:
    bank = load_bank()
    items = list(bank.items)
    items[left], items[right] = items[right], items[left]
    return replace(bank, items=tuple(items))


class TestPatternRules:
    def test_both_fail_when_the_tracks_rotate(self) -> None:
        rotated = plant.with_rows([plant.rotate(index) for index in range(30)])
        assert codes(rotated) == {"cyclic-pattern", "periodic-pattern"}

    def test_a_cyclic_clicker_takes_thirty_of_thirty_when_the_tracks_rotate(self) -> None:
        rows = [plant.rotate(index) for index in range(30)]
        assert count_cyclic_hits(rows, Track.DEFENDER) == 30


class TestItemIds:
    def test_fails_when_an_item_stands_after_a_later_module(self) -> None:
        findings = lint_bank(swap_items(0, 10))
        assert ("item-id", "identity_2") in {(f.code, f.items) for f in findings}


class TestRatings:
    def test_fail_when_one_ends_with_another_question(self) -> None:
        stem = "Code: writing a program. How far have you come?"
        findings = lint_bank(plant.in_item("technical_exposure_3", stem=stem, glossary={}))
        assert {(f.code, f.items) for f in findings} == {("rating-anchors", "technical_exposure_3")}
