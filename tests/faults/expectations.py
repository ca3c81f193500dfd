"""What a row promised beside convergence, proven from what was seen."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from talent_contracts.events import ProfilingProgressV1
from tests.faults.facts import COMPLETED, Facts
from tests.faults.fault import Kind
from tests.faults.proxy import Exchange
from tests.faults.row import Expect, Row

BOUND_S = 13.0
"""The sender's 10 s in all, its own second of grace, and what a busy machine adds."""
PROMPT_S = 10.0
"""2 s of backoff, the relay's poll, and what a busy machine adds: far below a lease of 30 s."""
_TIMING_SLACK_S = 0.2


@dataclass(frozen=True)
class Evidence:
    """What the proxies saw in the row, on both ways, and what stands at its end.

    ``log`` holds the lines that the relays wrote since the row began.
    """

    exchanges: Sequence[Exchange]
    trapped: int
    facts: Mapping[str, Facts]
    log: Sequence[Mapping[str, Any]]


def list_unmet(row: Row, evidence: Evidence) -> Iterator[str]:
    """A sentence for each promise that was not seen to be kept."""
    for expect in row.expects:
        proof = _PROOFS.get(expect)
        if proof is not None and not proof(row, evidence):
            yield f"not seen: {expect.value}"
    if row.alert is not None and not _was_alerted(row.alert, evidence.log):
        yield f"not seen: a relay reports {row.alert} aloud"


def must_be_sent_again(refused: Exchange, staying: Collection[str]) -> bool:
    """Not so: what advises, which a result makes needless, and the events of who is erased."""
    return refused.learner_id in staying and refused.event_type != ProfilingProgressV1.TYPE


def read_log(text: str) -> list[dict[str, Any]]:
    """The lines that are JSON objects; a cut one is none."""
    found = []
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        found += [value] if isinstance(value, dict) else []
    return found


def _was_alerted(trouble: str, log: Sequence[Mapping[str, Any]]) -> bool:
    return any(
        line.get("level") in {"warning", "error"}
        and trouble in {line.get("trouble"), line.get("reason")}
        for line in log
    )


def _was_replayed(row: Row, evidence: Evidence) -> bool:
    return any(one.is_replay for one in evidence.exchanges)


def _was_retried(row: Row, evidence: Evidence) -> bool:
    return any(len(attempts) > 1 for attempts in _by_event(evidence).values())


def _came_at_once(row: Row, evidence: Evidence) -> bool:
    counts = [len(a) for a in _by_event(evidence).values() if a[0].event_type == COMPLETED]
    return bool(counts) and max(counts) == 1


def _was_refused(row: Row, evidence: Evidence) -> bool:
    return any(one.status == 401 for one in evidence.exchanges)


def _was_bounded(row: Row, evidence: Evidence) -> bool:
    return all(one.seconds <= BOUND_S for one in evidence.exchanges)


def _was_untrapped(row: Row, evidence: Evidence) -> bool:
    return evidence.trapped == 0


def _was_patient(row: Row, evidence: Evidence) -> bool:
    """From the end of each answer with Retry-After to the next attempt of that event."""
    after_s = next(float(f.retry_after or 0) for f in (row.sync, row.inbox) if f is not None)
    for attempts in _by_event(evidence).values():
        for one, following in pairwise(attempts):
            waited_s = following.at - (one.at + one.seconds)
            if one.fault is Kind.STATUS and waited_s < after_s - _TIMING_SLACK_S:
                return False
    return True


def _was_prompt(row: Row, evidence: Evidence) -> bool:
    pairs = [attempts[:2] for attempts in _by_event(evidence).values() if len(attempts) > 1]
    return all(after.at - (one.at + one.seconds) <= PROMPT_S for one, after in pairs)


def _is_one_dead(row: Row, evidence: Evidence) -> bool:
    states = [e["state"] for facts in evidence.facts.values() for e in facts.events_of()]
    return states.count("dead") == 1 and states.count("applied") == len(states) - 1


def _by_event(evidence: Evidence) -> dict[str, list[Exchange]]:
    """The sender's attempts of each event in order; echoes are the proxy's own."""
    found: dict[str, list[Exchange]] = defaultdict(list)
    for one in sorted(evidence.exchanges, key=lambda exchange: exchange.at):
        if one.fault is not Kind.ECHO or not one.is_replay:
            found[one.event_id].append(one)
    return found


_PROOFS: Mapping[Expect, Callable[[Row, Evidence], bool]] = {
    Expect.REPLAYED: _was_replayed,
    Expect.RETRIED: _was_retried,
    Expect.FIRST_TRY: _came_at_once,
    Expect.REFUSED: _was_refused,
    Expect.BOUNDED: _was_bounded,
    Expect.UNTRAPPED: _was_untrapped,
    Expect.PATIENT: _was_patient,
    Expect.PROMPT: _was_prompt,
    Expect.ONE_DEAD: _is_one_dead,
}
