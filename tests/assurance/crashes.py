"""Deaths at named places on the real processes, seed after seed."""

from collections import Counter
from itertools import count

from tests.assurance.section import Section
from tests.assurance.work import Work
from tests.faults.crash.ground import Ground, open_ground
from tests.faults.crash.planted import PLANTED, find_planted

_MOST_SYSTEMS = 3
"""A seed that breaks off may leave a broken system: the next seed gets another. So often."""


def run_crashes(work: Work, section: Section) -> None:
    """Until ``size`` processes have died; a seed is always finished."""
    seeds = count(work.seed)
    for _ in range(_MOST_SYSTEMS):
        with open_ground() as ground:
            if not section.planted:
                _find_planted(ground, section)
            while section.n < work.size:
                seed = next(seeds)
                section.seeds = f"{work.seed} to {seed}"
                is_whole = _run_seed(ground, seed, section)
                deaths = f"seed {seed}: {section.n} of {work.size} deaths"
                work.say(f"{deaths}, {len(section.failures)} failures")
                work.save(section)
                if not is_whole:
                    break
        if section.n >= work.size:
            return


def _run_seed(ground: Ground, seed: int, section: Section) -> bool:
    """Whether the seed came to its end."""
    before = Counter(ground.orders.hits)
    try:
        with ground.open_scene() as scene:
            found = scene.run(seed=seed)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this seed's failure.
        text = str(error).partition("\n")[0][:300]
        found = [f"broken off: {type(error).__name__}: {text}"]
        is_whole = False
    else:
        is_whole = True
    hits = Counter(ground.orders.hits) - before
    section.n += hits.total()
    section.figures = dict(Counter(section.figures) + hits)
    section.failures += [f"seed {seed}: {one}" for one in found]
    return is_whole


def _find_planted(ground: Ground, section: Section) -> None:
    with ground.open_scene() as scene:
        for name in PLANTED:
            section.planted[name] = next(find_planted(scene, name), None)
