from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.tests.harness import FakeSystem


@pytest.fixture
def system(tmp_path: Path) -> Iterator[FakeSystem]:
    started = FakeSystem(tmp_path)
    yield started
    started.close()
