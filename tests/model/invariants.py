"""The promises of the protocol, read off the databases alone: the model is not asked."""

from collections.abc import Collection

from tests.model.facts import Facts

_ERASED = (None, "erased")
"""What stays of an event: no body, and how it ended."""


def check_promises(seen: Facts, before: Facts | None) -> None:
    """I2, I3, I4, I7, what must follow from them, and that an erasure leaves nothing."""
    journey = seen.journey
    if journey.is_complete:
        assert journey.result_epoch == journey.epoch, f"I3: {journey}"
    tracks = {journey.result_track, journey.recommended_track, journey.track}
    assert len(tracks) == 1, f"I4: {journey}"
    assert journey.is_complete == (journey.track is not None), f"I4: {journey}"
    applied = [session for session, _, is_back in seen.results.values() if not is_back]
    assert len(applied) == len(set(applied)), f"I2: applied twice: {seen.results}"
    if journey.is_erased:
        left = (journey.is_complete, seen.results, seen.tickets, seen.resets, seen.retakes)
        assert not any(left), f"erased, and core keeps {left}"
    if seen.is_gone:
        bodies = [event for event in seen.events if event[1:] != _ERASED]
        kept = (seen.sessions, seen.answers, bodies)
        assert not any(kept), f"erased, and the profiler keeps {kept}"
    if before is not None:
        _check_steps(seen, before)


def _check_steps(seen: Facts, before: Facts) -> None:
    assert seen.journey.epoch >= before.journey.epoch, "I7: core's epoch fell"
    assert seen.highest >= before.highest, "I7: the profiler's epoch fell"
    if not seen.journey.is_erased:
        for epoch, result in before.results.items():
            assert seen.results.get(epoch) == result, f"a stored result of epoch {epoch} changed"
    if not seen.is_gone:
        assert seen.answers.keys() >= before.answers.keys(), "I8: an answer is gone"
        for name, (_, _, sha256) in before.sessions.items():
            assert sha256 in {None, seen.sessions[name][2]}, f"the result of {name} changed"
    _check_stays_erased(seen, before)


def _check_stays_erased(seen: Facts, before: Facts) -> None:
    if before.journey.is_erased:
        assert seen.journey == before.journey, "core changed a journey that was erased"
        assert seen.received == before.received, "core notes what an erased learner sends"
        assert [one[:3] for one in seen.told] == [one[:3] for one in before.told], (
            "erased, and told"
        )
    if before.is_gone:
        assert seen.is_gone, "the profiler forgot an erasure"
        assert seen.events == before.events, "erased, and goes on"


def check_rest(seen: Facts, answered: Collection[str]) -> None:
    """I1 and I12, once everything was delivered until nothing moved.

    ``answered`` are the sessions whose completion was answered 2xx.
    """
    assert sorted(answered) == sorted(session for session, *_ in seen.events), "I1: no event"
    ends = {state for *_, state in seen.events}
    assert {state for *_, state in seen.told} <= {"applied", "erased"}, f"I12: {seen.told}"
    assert seen.is_gone == seen.journey.is_erased, (
        "one side knows of an erasure, the other does not"
    )
    if seen.is_gone:
        assert ends <= {"erased"}, f"I1, I12: {seen.events}"
        return
    completed = sorted(name for name, (_, _, sha256) in seen.sessions.items() if sha256)
    assert completed == sorted(answered), "I1: completed, no result"
    assert ends <= {"applied", "superseded"}, f"I1, I12: {seen.events}"
