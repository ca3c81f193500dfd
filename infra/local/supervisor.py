"""Start everything in order, keep it running, stop it in order."""

import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NoReturn

from infra.local.console import Console
from infra.local.interrupts import Interrupts
from infra.local.process import Process, describe_exit
from infra.local.program import Kind, Program
from infra.local.record import ProcessRecord
from infra.local.restarts import RestartPolicy
from infra.local.shutdown import stop_all

_POLL_S = 0.05
INTERRUPTED = 130


class _StopError(Exception):
    """Leave the current work and stop everything."""

    def __init__(self, exit_code: int, reason: str = "", details: str = "") -> None:
        super().__init__(reason)
        self.exit_code = exit_code
        self.reason = reason
        self.details = details


class Supervisor:
    """Runs a process table until someone asks it to stop or something vital ends.

    One thread, one loop: signals set a flag, children are polled. Call run() from the main
    thread, because the kernel binds the children's life to the thread that starts them.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        logs: Path,
        record: ProcessRecord,
        console: Console,
        on_ready: Callable[[], None],
        policy: RestartPolicy | None = None,
    ) -> None:
        self._processes = [Process(program, logs, record) for program in programs]
        self._record = record
        self._console = console
        self._on_ready = on_ready
        self._policy = policy or RestartPolicy()
        self._interrupts = Interrupts()

    def run(self) -> int:
        """Start, watch and stop; return the exit code: 0 after an asked stop, 1 after a failure."""
        with self._interrupts:
            try:
                self._start_stages()
                self._on_ready()
                self._start_background()
                self._watch()
            except _StopError as stop:
                self._explain(stop)
                return stop.exit_code
            finally:
                self._stop()

    def _start_stages(self) -> None:
        foreground = [p for p in self._processes if p.program.kind is not Kind.BACKGROUND]
        ordered = sorted(foreground, key=lambda process: process.program.stage)
        for _, stage in groupby(ordered, key=lambda process: process.program.stage):
            self._start_stage(list(stage))

    def _start_stage(self, stage: Sequence[Process]) -> None:
        """Start the programs together and return when all are ready."""
        for process in stage:
            self._check_interrupt(INTERRUPTED)
            self._start(process)
        waiting = list(stage)
        while waiting:
            self._pause(INTERRUPTED)
            self._check_start(self._processes)
            for process in [p for p in waiting if self._has_started(p)]:
                waiting.remove(process)
                self._report_started(process)

    def _start(self, process: Process) -> None:
        try:
            process.start()
        except OSError as error:
            raise _StopError(1, f"{process.name} cannot be started: {error}") from error

    def _check_start(self, processes: Sequence[Process]) -> None:
        """Stop the start when a process ended that should not have."""
        for process in processes:
            code = process.find_exit_code()
            is_done = process.program.kind is Kind.ONE_SHOT and code == 0
            if code is not None and not is_done:
                reason = f"{process.name} {describe_exit(code)} during the start"
                raise _StopError(1, reason, process.log.tail())

    def _has_started(self, process: Process) -> bool:
        age_s = time.monotonic() - process.started_at
        if process.program.kind is Kind.ONE_SHOT:
            has_started = process.find_exit_code() == 0
        else:
            has_started = age_s >= process.program.settle_s and process.program.is_ready()
        if not has_started and age_s > process.program.timeout_s:
            reason = f"{process.name} was not ready after {process.program.timeout_s:.0f} s"
            raise _StopError(1, reason, process.log.tail())
        return has_started

    def _report_started(self, process: Process) -> None:
        is_one_shot = process.program.kind is Kind.ONE_SHOT
        if is_one_shot:
            process.program.finish()
        self._console.say(f"{process.name} {'done' if is_one_shot else 'ready'}")

    def _start_background(self) -> None:
        for process in self._processes:
            if process.program.kind is Kind.BACKGROUND:
                self._start(process)

    def _watch(self) -> NoReturn:
        """Keep the services running until a stop."""
        watched = [p for p in self._processes if p.program.kind is not Kind.ONE_SHOT]
        while True:
            self._pause(0)
            for process in list(watched):
                if process.restart_at is not None:
                    self._restart_when_due(process)
                elif (code := process.find_exit_code()) is not None:
                    self._handle_end(process, code)
                    if process.program.kind is Kind.BACKGROUND:
                        watched.remove(process)

    def _handle_end(self, process: Process, code: int) -> None:
        if process.program.kind is Kind.ENGINE:
            raise _StopError(1, f"{process.name} {describe_exit(code)}; see {process.log.path}")
        if process.program.kind is Kind.BACKGROUND:
            self._report_background(process, code)
            return
        now = time.monotonic()
        delay = self._policy.find_delay(process.restarts, now)
        if delay is None:
            reason = f"{process.name} {describe_exit(code)} and was restarted too often"
            raise _StopError(1, f"{reason}; see {process.log.path}")
        process.restart_at = now + delay
        self._console.say(f"{process.name} {describe_exit(code)}; again in {delay:.1f} s")

    def _restart_when_due(self, process: Process) -> None:
        now = time.monotonic()
        if process.restart_at is not None and now >= process.restart_at:
            process.restarts.append(now)
            self._start(process)

    def _report_background(self, process: Process, code: int) -> None:
        if code == 0:
            self._console.show(process.log.read().rstrip())
        else:
            self._console.say(f"warning: {process.name} {describe_exit(code)}: {process.log.path}")

    def _pause(self, exit_code: int) -> None:
        time.sleep(_POLL_S)
        self._check_interrupt(exit_code)

    def _check_interrupt(self, exit_code: int) -> None:
        if self._interrupts.count:
            raise _StopError(exit_code)

    def _explain(self, stop: _StopError) -> None:
        if stop.details:
            self._console.show(stop.details)
        if stop.reason:
            self._console.fail(stop.reason)
        else:
            self._console.say("stopping")

    def _stop(self) -> None:
        """Stop all; a second Ctrl-C ends all patience."""
        stop_all(self._processes, is_urgent=lambda: self._interrupts.count > 1)
        self._record.clear()
        self._console.say("stopped")
