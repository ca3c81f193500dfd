"""The sums behind rest scores: how choosing an option goes with the answers to the other items.

Only sessions that reached every item of the kind count, so that all rest scores span the same
items. The rest score of an item is the total score less the item itself (the correction of
Henrysson 1963), which is why sums of the total are enough.
"""

from collections import Counter
from collections.abc import Mapping

from profiler.bank import Bank, Item, ItemFormat
from profiler.statistics.figures.correlations import Sums
from profiler.statistics.figures.mantel_haenszel import Stratum
from talent_contracts.vocabulary import Track

Chosen = tuple[str, str]


class KeyedScores:
    """Keyed items against the number of right answers on the other keyed items."""

    def __init__(self, bank: Bank) -> None:
        self._items = bank.of_format(ItemFormat.KEYED)
        self._last = _find_last(bank, self._items)
        self.people: Counter[bool] = Counter()
        self._totals: Counter[int] = Counter()
        self._chosen: Counter[Chosen] = Counter()
        self._chosen_total: Counter[Chosen] = Counter()
        self._rests: Counter[tuple[str, bool, bool, int]] = Counter()

    @property
    def n(self) -> int:
        """How many sessions count."""
        return self.people.total()

    def add(self, answers: Mapping[str, str], furthest: int, *, is_focal: bool) -> None:
        """Count one session, if it reached the last keyed item. Skipped items count as wrong."""
        if furthest < self._last:
            return
        self.people[is_focal] += 1
        total = sum(answers.get(item.id) == item.key for item in self._items)
        self._totals[total] += 1
        for item in self._items:
            option = answers.get(item.id)
            is_right = option == item.key
            self._rests[item.id, is_focal, is_right, total - is_right] += 1
            if option is not None:
                self._chosen[item.id, option] += 1
                self._chosen_total[item.id, option] += total

    def give_sums(self, item: Item, option: str) -> Sums:
        """Choosing the option against the rest score of the item."""
        key = (item.id, item.key or "")
        right, right_total = self._chosen[key], self._chosen_total[key]
        chosen, chosen_total = self._chosen[item.id, option], self._chosen_total[item.id, option]
        return Sums(
            n=self.n,
            x=chosen,
            y=_sum(self._totals) - right,
            yy=_sum_squares(self._totals) - 2 * right_total + right,
            xy=chosen_total - (chosen if option == item.key else 0),
        )

    def list_strata(self, item: Item) -> list[Stratum]:
        """The four counts at each rest score."""
        return [
            Stratum(
                reference_right=self._rests[item.id, False, True, rest],
                reference_wrong=self._rests[item.id, False, False, rest],
                focal_right=self._rests[item.id, True, True, rest],
                focal_wrong=self._rests[item.id, True, False, rest],
            )
            for rest in range(len(self._items))
        ]


class ChoiceScores:
    """Preference options against the choices of their track on the other preference items."""

    def __init__(self, bank: Bank) -> None:
        self._items = bank.of_format(ItemFormat.PREFERENCE)
        self._last = _find_last(bank, self._items)
        self._tracks = {(i.id, o.key): o.track for i in self._items for o in i.options}
        self.n = 0
        self._totals: dict[Track, Counter[int]] = {track: Counter() for track in Track}
        self._chosen: Counter[Chosen] = Counter()
        self._chosen_total: Counter[Chosen] = Counter()

    def add(self, answers: Mapping[str, str], furthest: int) -> None:
        """Count one session, if it reached the last preference item."""
        if furthest < self._last:
            return
        self.n += 1
        chosen = [(i.id, answers[i.id]) for i in self._items if i.id in answers]
        counts = Counter(self._tracks[choice] for choice in chosen)
        for track, totals in self._totals.items():
            totals[counts[track]] += 1
        for choice in chosen:
            self._chosen[choice] += 1
            self._chosen_total[choice] += counts[self._tracks[choice]]

    def give_sums(self, item: Item, option: str) -> Sums:
        """Choosing the option against the choices of its track elsewhere."""
        track = self._tracks[item.id, option]
        if track is None:
            return Sums(self.n, 0, 0, 0, 0)
        totals = self._totals[track]
        chosen, total = self._chosen[item.id, option], self._chosen_total[item.id, option]
        return Sums(
            n=self.n,
            x=chosen,
            y=_sum(totals) - chosen,
            yy=_sum_squares(totals) - 2 * total + chosen,
            xy=total - chosen,
        )


def _find_last(bank: Bank, items: tuple[Item, ...]) -> int:
    return max((bank.order.index(item.id) for item in items), default=0)


def _sum(values: Counter[int]) -> int:
    return sum(value * times for value, times in values.items())


def _sum_squares(values: Counter[int]) -> int:
    return sum(value * value * times for value, times in values.items())
