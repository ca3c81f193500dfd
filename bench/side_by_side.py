"""Rounds of ours and of pgbench in turn, measured with the same clocks."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.figures import Comparison, Sample, compute_percentile
from bench.limit import Outcome, PgBench
from bench.load import Tally
from bench.processor import Meter, Usage

Say = Callable[[str], None]


def _do_nothing() -> None:
    """Reads leave nothing behind."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The real service under load: ``run`` sends one round of HTTP requests."""

    meter: Meter
    run: Callable[[], Tally]
    tidy: Callable[[], None] = _do_nothing

    def measure(self) -> Sample:
        """One round, after tidying."""
        self.tidy()
        before = self.meter.read()
        tally = self.run()
        used = self.meter.read() - before
        return make_sample(
            requests=tally.total,
            per_second=tally.in_time / tally.seconds,
            latencies_ms=tally.latencies_ms,
            used=used,
            server_s=used.server_s,
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """pgbench of one script, run for ``seconds``."""

    meter: Meter
    pgbench: PgBench
    script: str
    seconds: int
    tidy: Callable[[], None] = _do_nothing

    def measure(self) -> Sample:
        """One round, after tidying. Logging in costs processor time that keep-alive connections do
        not pay, so a run of one transaction per connection goes before and is taken off.
        """
        self.tidy()
        connecting, connecting_used = self._measure(self.pgbench.connect_only)
        outcome, used = self._measure(lambda script: self.pgbench.run(script, seconds=self.seconds))
        return make_sample(
            requests=outcome.transactions - connecting.transactions,
            per_second=outcome.per_second,
            latencies_ms=outcome.latencies_ms,
            used=used - connecting_used,
            server_s=0.0,
        )

    def _measure(self, run: Callable[[str], Outcome]) -> tuple[Outcome, Usage]:
        before = self.meter.read()
        outcome = run(self.script)
        return outcome, self.meter.read() - before


def make_sample(
    *,
    requests: int,
    per_second: float,
    latencies_ms: list[float],
    used: Usage,
    server_s: float,
) -> Sample:
    """What one round says, per request."""
    return Sample(
        requests=requests,
        per_second=per_second,
        p50_ms=compute_percentile(latencies_ms, 50),
        p99_ms=compute_percentile(latencies_ms, 99),
        server_us=server_s / requests * 1e6,
        postgres_us=used.postgres_s / requests * 1e6,
        client_us=used.client_s / requests * 1e6,
        foreign_share=used.foreign_share,
    )


def compare(
    name: str,
    *,
    ours: Callable[[], Sample],
    limit: Callable[[], Sample],
    rounds: int,
    script: str,
    say: Say,
) -> Comparison:
    """A warm-up of each, then the rounds; who begins changes with every round, so that a machine
    that grows slower or faster favours nobody.
    """
    ours()
    limit()
    found: dict[str, list[Sample]] = {"ours": [], "limit": []}
    sides = {"ours": ours, "limit": limit}
    for number in range(rounds):
        order = ("ours", "limit") if number % 2 == 0 else ("limit", "ours")
        for side in order:
            found[side].append(sides[side]())
        mine, theirs = found["ours"][-1], found["limit"][-1]
        say(
            f"  {name} {number + 1}/{rounds}: {mine.per_second:,.0f}/s beside "
            f"{theirs.per_second:,.0f}/s, busy for others {mine.foreign_share:.0%}"
        )
    return Comparison(name, found["ours"], found["limit"], script)
