"""The three ways to a transaction: ``@use_case``, ``@step`` and ``with reading(actor)``.

Each outermost transaction carries ``app.user_id``, or for verified events ``app.about``, for
row-level security, set transaction-locally, so that a pooled connection forgets it at commit.
Without them every policy shows 0 rows.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, ParamSpec, TypeVar

from django.db import connections, transaction

from core.platform.access.actors import Actor

P = ParamSpec("P")
R = TypeVar("R")
Alias = Literal["default", "auth"]


class ScopeError(RuntimeError):
    """A transaction was opened where one must not be, or is missing where one must be."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The open transaction: its connection, its actor and whether it may write."""

    alias: Alias
    actor: Actor
    writes: bool


_scope: ContextVar[Scope | None] = ContextVar("core_scope", default=None)
_first_write: ContextVar[Callable[[], None] | None] = ContextVar("core_first_write", default=None)


def current_scope() -> Scope | None:
    """The open scope, if any."""
    return _scope.get()


def require_writing() -> Scope:
    """The open use case; a ScopeError outside one."""
    scope = _scope.get()
    if scope is None or not scope.writes:
        raise ScopeError("this must run inside a use case")
    return scope


@contextmanager
def _open(scope: Scope) -> Iterator[None]:
    if _scope.get() is not None:
        raise ScopeError("a use case or reading is open already; call a step instead")
    with transaction.atomic(using=scope.alias, durable=True):
        with connections[scope.alias].cursor() as cursor:
            cursor.execute(
                "select set_config('app.user_id', %s, true),"
                " set_config('transaction_read_only', %s, true)",
                [str(scope.actor.user_id or ""), "off" if scope.writes else "on"],
            )
            if scope.actor.about:
                about = f"{{{','.join(map(str, scope.actor.about))}}}"
                cursor.execute("select set_config('app.about', %s, true)", [about])
        token = _scope.set(scope)
        try:
            yield
        finally:
            _scope.reset(token)


@contextmanager
def reading(actor: Actor, *, using: Alias = "default") -> Iterator[None]:
    """A read-only transaction in the actor's context."""
    with _open(Scope(alias=using, actor=actor, writes=False)):
        yield


@contextmanager
def with_first_write(hook: Callable[[], None]) -> Iterator[None]:
    """Run ``hook`` inside the first use case on ``default`` that opens within this block, before
    its own work, so that what the hook writes commits or vanishes together with it.
    """
    token = _first_write.set(hook)
    try:
        yield
    finally:
        _first_write.reset(token)


def _run_first_write(alias: Alias) -> None:
    hook = _first_write.get()
    if hook is not None and alias == "default":
        _first_write.set(None)
        hook()


def use_case(*, using: Alias = "default") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the owner of one durable transaction in the context of its ``actor``.

    The function takes ``actor`` as a keyword. It is called by api, tasks, consumers, commands and
    admin, never by another service: a nested call raises ScopeError.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = kwargs.get("actor")
            if not isinstance(actor, Actor):
                raise ScopeError(f"{function.__name__} needs an actor")
            with _open(Scope(alias=using, actor=actor, writes=True)):
                _run_first_write(using)
                return function(*args, **kwargs)

        run.__use_case__ = using  # type: ignore[attr-defined]  # read by the lint's self-test.
        return run

    return decorate


def step(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function callable from other rooms' use cases, and from nowhere else."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        require_writing()
        return function(*args, **kwargs)

    return run
