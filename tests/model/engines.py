"""Engines for whoever runs without the test runner."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.testing import test_engines as start_engines


@contextmanager
def engines() -> Iterator[None]:
    """Throw-away engines in the environment, unless it names some."""
    if "CORE_DATABASE_OWNER_URL" in os.environ:
        yield
        return
    with start_engines() as started:
        os.environ.update(started)
        try:
            yield
        finally:
            for name in started:
                del os.environ[name]
