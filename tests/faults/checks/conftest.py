"""The tools of the fault tests, tested by themselves: no system is started here."""

from collections.abc import Iterator

import pytest

from tests.faults.checks.stand_ins import Receiver, serving
from tests.faults.proxy import Proxy


@pytest.fixture(autouse=True)
def whole() -> None:
    """There is no system that an earlier test could have broken."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with serving(Receiver()) as running:
        yield running


@pytest.fixture
def proxy(receiver: Receiver) -> Iterator[Proxy]:
    """Stands before the receiver, whole."""
    with Proxy(upstream=receiver.port) as running:
        running.begin(None, seed=1)
        yield running
