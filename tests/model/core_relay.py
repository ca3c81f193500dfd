"""Core's relay taken apart: claiming and finishing as the worker role, in a process of its own."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any


def serve(orders: "Connection[Any, Any]") -> None:
    """Obey ``(name, keywords)`` until None comes. Runs in the child."""
    import django
    from django.conf import settings

    from core.config import select_settings

    select_settings()
    django.setup()
    assert settings.configured
    from core.platform.access.actors import Actor
    from core.platform.outbox import services

    actor = Actor.system("relay")
    while (order := orders.recv()) is not None:
        name, keywords = order
        orders.send(getattr(services, name)(actor=actor, **keywords))


@contextmanager
def worker_role() -> Iterator["Connection[Any, Any]"]:
    """A child that sees core's outbox as the relay does."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    child = spawning.Process(target=serve, args=(theirs,), daemon=True)
    before = os.environ["CORE_DATABASE_ROLE"]
    os.environ["CORE_DATABASE_ROLE"] = "worker"
    try:
        child.start()
    finally:
        os.environ["CORE_DATABASE_ROLE"] = before
    yield ours
    ours.send(None)
    child.join(10)
    ours.close()
    theirs.close()
    child.close()
