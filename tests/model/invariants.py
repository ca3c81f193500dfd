"""The promises of the protocol, read off the databases alone: the model is not asked."""

from tests.model.facts import Facts


def check_promises(seen: Facts, before: Facts | None) -> None:
    """I2, I3, I4, I7 and what must follow from them."""
    journey = seen.journey
    if journey.is_complete:
        assert journey.result_epoch == journey.epoch, f"I3: {journey}"
    tracks = {journey.result_track, journey.recommended_track, journey.track}
    assert len(tracks) == 1, f"I4: {journey}"
    assert journey.is_complete == (journey.track is not None), f"I4: {journey}"
    applied = [session for session, _, is_back in seen.results.values() if not is_back]
    assert len(applied) == len(set(applied)), f"I2: applied twice: {seen.results}"
    if before is not None:
        _check_steps(seen, before)


def _check_steps(seen: Facts, before: Facts) -> None:
    assert seen.journey.epoch >= before.journey.epoch, "I7: core's epoch fell"
    assert seen.highest >= before.highest, "I7: the profiler's epoch fell"
    assert seen.answers.keys() >= before.answers.keys(), "I8: an answer is gone"
    for epoch, result in before.results.items():
        assert seen.results.get(epoch) == result, f"a stored result of epoch {epoch} changed"
    for name, (_, _, sha256) in before.sessions.items():
        assert sha256 in {None, seen.sessions[name][2]}, f"the result of {name} changed"


def check_rest(seen: Facts) -> None:
    """I1 and I12, once everything was delivered until nothing moved."""
    completed = sorted(name for name, (_, _, sha256) in seen.sessions.items() if sha256)
    assert completed == sorted(session for session, *_ in seen.events), "I1: completed, no event"
    ends = {state for *_, state in seen.events}
    assert ends <= {"applied", "superseded"}, f"I1, I12: {seen.events}"
    assert {status for *_, status in seen.told} <= {"done"}, f"I12: {seen.told}"
