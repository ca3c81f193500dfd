"""Judging a learner who was erased, once everything has healed: nothing is left on either side."""

from collections.abc import Iterator

from tests.faults.facts import Facts


def judge_erased(facts: Facts) -> Iterator[str]:
    """Only ids, epochs and outcomes stay, and both sides remember that the learner is gone."""
    core, profiler = facts.core, facts.profiler
    for side, found in (("core", core), ("the profiler", profiler)):
        if not found["is_erased"]:
            yield f"erasure: {side} does not know of it"
    if not core["email"].endswith("@erased.invalid"):
        yield "erasure: the account has an address"
    kept = {
        "results": facts.results,
        "items": core["items"],
        "sessions": facts.sessions,
        "answers": profiler["answers"],
        "bodies": [one for one in profiler["events"] if one["bytes"]],
    }
    for what, left in kept.items():
        if left:
            yield f"erasure: {len(left)} {what} are left"
    if core["is_complete"] or core["track"] or core["recommended"]:
        yield "I4: flag or track of somebody who was erased"
    states = {one["state"] for one in profiler["events"]}
    if states - {"erased"}:
        yield f"erasure: the profiler's events ended as {sorted(states)}"
    told = [one["status"] for one in facts.deliveries if one["type"] == "learner.erased"]
    if told != ["done"]:
        yield f"erasure: told to the profiler {told}"
