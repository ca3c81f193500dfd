"""What the lint says when a key gives itself away, and what it lets pass."""

from services.profiler_fastapi.tests.bank import plant
from services.profiler_fastapi.tests.bank.faults import FAULTS, KEYED_IDS, codes, reword


class TestKeyEcho:
    def test_accepts_a_distractor_that_repeats_as_much(self) -> None:
        bank = plant.in_option(
            "cyber_aptitude_9", "A", text="The result and secret differ tomorrow."
        )
        assert codes(bank) == {"key-echo"}
        item = bank.by_id["cyber_aptitude_9"]
        evened = plant.set_option(item, "D", text="The thief copies another random result.")
        assert codes(plant.change(item.id, lambda _: evened)) == set()


class TestKeyHedge:
    def test_accepts_a_hedged_distractor(self) -> None:
        bank = FAULTS["key-hedge"]()
        item = bank.by_id["cyber_aptitude_5"]
        evened = plant.set_option(item, "B", text="Perhaps the answer reached Red.")
        assert codes(plant.change(item.id, lambda _: evened)) == set()


class TestKeyLongest:
    def test_a_tie_gives_nothing_away(self) -> None:
        assert codes(reword(KEYED_IDS, key_ends_with="")) == set()

    def test_five_are_allowed(self) -> None:
        assert codes(reword(KEYED_IDS[:3], key_ends_with=" now")) == set()
        assert codes(reword(KEYED_IDS[:5], key_ends_with=" now")) == {"key-longest"}
