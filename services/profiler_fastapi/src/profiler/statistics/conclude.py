"""From counts to what is told: figures behind their gates, and warnings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from profiler.bank import Item, ItemFormat
from profiler.statistics import alarms
from profiler.statistics.alarms import Glamour, Pull
from profiler.statistics.comparisons import compare_languages, find_drift
from profiler.statistics.figures.histogram import Histogram
from profiler.statistics.gates import GATES
from profiler.statistics.glamour import Place, compare_pulls
from profiler.statistics.pulls import group_by_track, list_avoidable, list_pulls
from profiler.statistics.rounding import round_told
from profiler.statistics.tally import BankTally, ItemTally
from talent_contracts.statistics import (
    BankStatistics,
    Drift,
    ItemStatistics,
    ItemWarning,
    LanguageDif,
    OptionStatistics,
)

TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Findings:
    """What an item's warnings need to know of the whole bank.

    ``compared`` is the number of options whose drift was looked at; ``usual_stops`` the share of
    learners that the median item loses.
    """

    pulls: Mapping[str, tuple[Pull, ...]]
    glamour: Mapping[Place, Glamour]
    drifts: Mapping[str, Drift | None]
    compared: int
    usual_stops: float


def conclude(tally: BankTally) -> BankStatistics:
    """Everything that is told of a bank."""
    findings = _look_over(tally)
    return BankStatistics(
        started=tally.started,
        completed=tally.completed,
        abandoned=tally.abandoned,
        careless=tally.careless,
        median_minutes=_give_time(tally.minutes, 0.5),
        recent_from=tally.recent_from,
        gates=GATES,
        items=[_tell_item(tally, item, findings) for item in tally.bank.items],
    )


def _look_over(tally: BankTally) -> Findings:
    pulls = {item.id: list_pulls(tally, item) for item in tally.bank.items}
    drifts = {item.id: find_drift(tally.items[item.id], item) for item in tally.bank.items}
    return Findings(
        pulls=pulls,
        glamour=compare_pulls(group_by_track(tally, pulls)),
        drifts=drifts,
        compared=sum(len(i.options) for i in tally.bank.items if drifts[i.id] is not None),
        usual_stops=_find_usual_stops(tally.items.values()),
    )


def _find_usual_stops(items: Iterable[ItemTally]) -> float:
    shares = [item.stopped / item.came for item in items if item.came >= GATES.shares]
    return median(shares) if shares else 0.0


def _tell_item(tally: BankTally, item: Item, findings: Findings) -> ItemStatistics:
    counts, pulls = tally.items[item.id], findings.pulls[item.id]
    dif = compare_languages(tally.keyed, item)
    return ItemStatistics(
        item_id=item.id,
        format=item.format.value,
        reached=counts.reached,
        answered=counts.answered,
        stopped=counts.stopped,
        median_s=_give_time(counts.times, 0.5),
        p90_s=_give_time(counts.times, 0.9),
        difficulty=_give_difficulty(counts, item),
        point_biserial=next((_tell_r(pull) for pull in pulls if pull.is_key), None),
        options=[_tell_option(pull) for pull in pulls],
        drift=findings.drifts[item.id],
        dif=dif,
        warnings=_warn(item, counts, findings, dif),
    )


def _warn(
    item: Item, counts: ItemTally, findings: Findings, dif: LanguageDif | None
) -> list[ItemWarning]:
    pulls = findings.pulls[item.id]
    places = ((item.id, pull.option) for pull in pulls)
    is_glamorous = any(findings.glamour[p].is_glamorous for p in places if p in findings.glamour)
    differs = dif is not None and dif.category == "C"
    return [
        *alarms.warn_of_key(pulls),
        *([ItemWarning.OPTION_GLAMOROUS] if is_glamorous else []),
        *alarms.warn_of_unused(list_avoidable(item, pulls)),
        *alarms.warn_of_drift(findings.drifts[item.id], findings.compared),
        *([ItemWarning.DIFFERS_BY_LANGUAGE] if differs else []),
        *alarms.warn_of_stops(counts.stopped, counts.came, findings.usual_stops),
    ]


def _tell_option(pull: Pull) -> OptionStatistics:
    is_told = pull.answered >= GATES.shares
    return OptionStatistics(
        key=pull.option,
        share=round_told(pull.chosen / pull.answered) if is_told else None,
        rest_correlation=_tell_r(pull),
    )


def _tell_r(pull: Pull) -> float | None:
    return None if pull.r is None or pull.n < GATES.discrimination else round_told(pull.r)


def _give_difficulty(counts: ItemTally, item: Item) -> float | None:
    """The share of right answers among those who saw the item; skipped counts as wrong."""
    if item.format is not ItemFormat.KEYED or counts.reached < GATES.shares:
        return None
    return round_told(counts.count_option(item.key or "") / counts.reached)


def _give_time(times: Histogram, p: float) -> float | None:
    """A quantile of what was counted in tenths."""
    found = times.give_quantile(p)
    return None if found is None or times.total < GATES.shares else round_told(found / TENTHS)
