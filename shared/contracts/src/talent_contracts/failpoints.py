"""Named places at which a test may stop a process: between two steps that must not come apart.

A call does nothing unless a hook was installed, and nothing in the services installs one: the
fault tests do, from outside, when the interpreter starts. Production has no way to switch it on.
"""

from collections.abc import Callable
from typing import Final

FAILPOINTS: Final = frozenset(
    {
        "core.batch.committed",
        "core.batch.verified",
        "core.consumer.portfolio-added",
        "core.erasure.account-emptied",
        "core.erasure.committed",
        "core.erasure.journey-ended",
        "core.erasure.rows-deleted",
        "core.relay.answered",
        "core.relay.claimed",
        "core.relay.finished",
        "core.relay.sending",
        "core.reset.committed",
        "core.reset.confirmation-withdrawn",
        "core.reset.journey-cleared",
        "core.reset.kept",
        "core.sync.committed",
        "core.sync.journey-set",
        "core.sync.locked",
        "core.sync.noted",
        "core.sync.result-stored",
        "core.sync.verified",
        "core.ticket.committed",
        "core.ticket.locked",
        "core.ticket.saved",
        "core.undo.committed",
        "core.undo.journey-restored",
        "core.undo.result-restored",
        "profiler.answer.checked",
        "profiler.answer.stored",
        "profiler.batch.stored",
        "profiler.complete.locked",
        "profiler.complete.published",
        "profiler.complete.result-built",
        "profiler.erasure.rows-deleted",
        "profiler.hot.stored",
        "profiler.hot.taken",
        "profiler.inbox.applied",
        "profiler.inbox.committed",
        "profiler.inbox.noted",
        "profiler.reflection.written",
        "profiler.relay.answered",
        "profiler.relay.claimed",
        "profiler.relay.finished",
        "profiler.relay.sending",
        "profiler.request.committed",
        "profiler.start.epoch-raised",
        "profiler.start.session-made",
    }
)

_hook: Callable[[str], None] | None = None


def failpoint(name: str) -> None:
    """Pass a named place."""
    if _hook is not None:
        _hook(name)


def install(hook: Callable[[str], None]) -> None:
    """Let ``hook`` hear of every place that this process passes."""
    global _hook  # noqa: PLW0603 - one process, one hook, set once by the fault tests.
    _hook = hook
