"""Deaths at named places on the real processes, seed after seed, on several systems at once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from talent_contracts.failpoints import FAILPOINTS
from tests.assurance.section import Section
from tests.assurance.work import Work
from tests.faults.crash.ground import Ground, open_ground
from tests.faults.crash.planted import PLANTED, find_planted

SYSTEMS = 3
"""At once. Most of a seed is waiting: a supervisor gives up after five restarts in a minute."""
_MOST_BROKEN = 3
"""A seed that breaks off may leave a broken system: the next seed gets another. So often."""


def run_crashes(work: Work, section: Section) -> None:
    """As many whole seeds as it takes for ``size`` deaths."""
    tally = _Tally(work, section)
    with open_ground() as ground, ground.open_scene() as scene:
        for name in PLANTED:
            section.planted[name] = next(find_planted(scene, name), None)
    with ThreadPoolExecutor(SYSTEMS) as pool:
        for ended in [pool.submit(_run_seeds, tally) for _ in range(SYSTEMS)]:
            ended.result()


class _Tally:
    """What the systems have in common: which seed is next, and what was found."""

    def __init__(self, work: Work, section: Section) -> None:
        self._work = work
        self._section = section
        self._lock = Lock()
        last = work.seed + -(-work.size // len(FAILPOINTS)) - 1
        section.seeds = f"{work.seed} to {last}"
        self._seeds = iter(range(work.seed, last + 1))
        self._broken = 0

    def take_seeds(self) -> Iterator[int]:
        """Until all are taken, or too many broke off."""
        while True:
            with self._lock:
                seed = next(self._seeds, None)
                if seed is None or self._broken > _MOST_BROKEN:
                    return
            yield seed

    def note(self, seed: int, found: list[str], hits: Counter[str], *, is_whole: bool) -> None:
        """Count and report a seed that ended."""
        section = self._section
        with self._lock:
            self._broken += not is_whole
            section.n += hits.total()
            section.figures = dict(Counter(section.figures) + hits)
            section.failures += [f"seed {seed}: {one}" for one in found]
            deaths = f"seed {seed}: {section.n} of {self._work.size} deaths"
            self._work.say(f"{deaths}, {len(section.failures)} failures")
            self._work.save(section)


def _run_seeds(tally: _Tally) -> None:
    seeds = tally.take_seeds()
    while (seed := next(seeds, None)) is not None:
        with open_ground() as ground:
            while seed is not None and _run_seed(ground, seed, tally):
                seed = next(seeds, None)
        if seed is None:
            return


def _run_seed(ground: Ground, seed: int, tally: _Tally) -> bool:
    """Whether the seed came to its end."""
    before = Counter(ground.orders.hits)
    try:
        with ground.open_scene() as scene:
            found, is_whole = scene.run(seed=seed), True
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this seed's failure.
        text = str(error).partition("\n")[0][:300]
        found, is_whole = [f"broken off: {type(error).__name__}: {text}"], False
    tally.note(seed, found, Counter(ground.orders.hits) - before, is_whole=is_whole)
    return is_whole
