"""Keys that turn under traffic."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.contracts.tests.rotating import rotate_under_traffic, rotate_untold
from talent_contracts.keyring_command import ensure_keyrings
from tests.assurance.section import Section
from tests.assurance.work import Work

_PLANTED = 5


def run_rotations(work: Work, section: Section) -> None:
    """An event that is refused is a failure. There is nothing to draw."""
    section.seeds = "none"
    with _open_rings() as rings:
        bad = rotate_under_traffic(*rings, rotations=_PLANTED, turn=rotate_untold)
    section.planted["signs before the other side knows the key"] = next(iter(bad.refused), None)
    with _open_rings() as rings:
        traffic = rotate_under_traffic(*rings, rotations=work.size)
    section.n, section.failures = work.size, traffic.refused
    section.figures = {"events signed and verified": traffic.sent}


@contextmanager
def _open_rings() -> Iterator[tuple[Path, Path]]:
    """The profiler's own ring and what core trusts of it."""
    with tempfile.TemporaryDirectory(prefix="talent-rings-") as name:
        core, profiler = Path(name) / "core", Path(name) / "profiler"
        ensure_keyrings(core=core, profiler=profiler)
        yield profiler / "sync.json", core / "trusted.json"
