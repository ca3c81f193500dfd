"""Core applies what it must not, or forgets what it did."""

from tests.model.mutants.mutant import mutant

_APPLY = "services/core_django/src/core/journey/profiling/services/apply_results.py"
_TICKETS = "services/core_django/src/core/journey/profiling/services/issue_ticket.py"
_INBOX = "services/core_django/src/core/platform/inbox/steps.py"
_SIGNING = "shared/contracts/src/talent_contracts/signing.py"
_VERIFICATION = "services/core_django/src/core/journey/profiling/verification.py"

APPLY = (
    mutant(
        "inbox-forgets",
        "I2: a repeat is judged anew instead of answered as the first time",
        _INBOX,
        (
            "else repeats.get(arrival.event_id, EventIdReused())",
            "else Receipt(arrival.outcome, is_repeat=False)",
        ),
    ),
    mutant(
        "inbox-ignores-digest",
        "an id is answered for, whatever body it stands on",
        _INBOX,
        ("    if stored.digest != digest:", "    if not digest:"),
    ),
    mutant(
        "stale-epoch-applied",
        "a reset no longer wins",
        _APPLY,
        ("is_stale = one.event.epoch < held[one.learner_id].epoch", "is_stale = False"),
    ),
    mutant(
        "stale-epoch-not-remembered",
        "the refusal of a stale result leaves no trace",
        _APPLY,
        (
            "        else:\n            taken.append(",
            (
                "        elif is_stale:\n            raise StaleEpoch\n"
                "        else:\n            taken.append("
            ),
        ),
    ),
    mutant(
        "epoch-ahead-accepted",
        "a result of an epoch that core has not reached is applied",
        _APPLY,
        (
            "elif one.event.epoch > held[one.learner_id].epoch:",
            "elif one.event.epoch > held[one.learner_id].epoch + 1:",
        ),
    ),
    mutant(
        "conflict-passed-over",
        "another result of the same epoch is told to be applied",
        _APPLY,
        (
            "        return ResultConflict()",
            "        return Applied(SyncOutcome.APPLIED, replayed=False)",
        ),
    ),
    mutant(
        "second-result-stored",
        "I2: another result of the same epoch is stored beside the first",
        _APPLY,
        ("not in {None, one.event.result_sha256}:", "in {one.digest}:"),
        ("        and one.place not in present\n", ""),
    ),
    mutant(
        "ticket-not-remembered",
        "I9: who holds the ticket key may write a result",
        _APPLY,
        ("        elif (one.jti, *one.place) not in issued:", "        elif issued is None:"),
    ),
    mutant(
        "ticket-epoch-not-checked",
        "I9: a ticket of another epoch will do",
        _APPLY,
        (
            "claims.sub != event.learner_id or claims.epoch != event.epoch",
            "claims.sub != event.learner_id",
        ),
        (
            "(one.jti, *one.place) not in issued",
            "(one.jti, one.learner_id) not in {place[:2] for place in issued}",
        ),
    ),
    mutant(
        "ticket-learner-not-checked",
        "I9: a ticket of another learner will do",
        _APPLY,
        (
            "claims.sub != event.learner_id or claims.epoch != event.epoch",
            "claims.epoch != event.epoch",
        ),
    ),
    mutant(
        "result-digest-not-checked",
        "a result may go by the hash of another",
        _APPLY,
        ("        raise ResultDigestMismatch", "        pass"),
    ),
    mutant(
        "flag-without-journey",
        "I1: the event is applied and the journey does not know",
        _APPLY,
        (
            "journey_steps.apply_results([(held[result.learner_id], result) for result in stored])",
            "pass",
        ),
    ),
    mutant(
        "ticket-after-completion",
        "a finished learner may begin again in the same epoch",
        _TICKETS,
        ("    if journey.profiling_complete:", "    if journey.epoch < 1:"),
    ),
    mutant(
        "signature-not-needed",
        "I11: a known key id is enough",
        _SIGNING,
        (
            "            return key.kid\n    raise BadSignature",
            "            return key.kid\n    return known[0][0].kid",
        ),
    ),
    mutant(
        "applied-before-signature",
        "I11: core reads and applies what it has not verified",
        _VERIFICATION,
        (
            "        raise _REFUSALS[type(refusal)] from None",
            (
                "        if not isinstance(refusal, signing.BadSignature):\n"
                "            raise _REFUSALS[type(refusal)] from None\n"
                "        verified = signing.Verified('', json.loads(raw)['event_id'], 0, '0' * 64)"
            ),
        ),
    ),
)
