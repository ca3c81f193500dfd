"""Core applies what it must not, or forgets what it did."""

from tests.model.mutants.mutant import mutant

_APPLY = "services/core_django/src/core/journey/profiling/services/apply_result.py"
_TICKETS = "services/core_django/src/core/journey/profiling/services/issue_ticket.py"
_INBOX = "services/core_django/src/core/platform/inbox/steps.py"
_SIGNING = "shared/contracts/src/talent_contracts/signing.py"
_VERIFICATION = "services/core_django/src/core/journey/profiling/verification.py"

APPLY = (
    mutant(
        "inbox-forgets",
        "I2: a repeat is judged anew instead of answered as the first time",
        _INBOX,
        ("    return stored.outcome", "    return None"),
    ),
    mutant(
        "inbox-ignores-digest",
        "an id is answered for, whatever body it stands on",
        _INBOX,
        ("if stored is None or stored.digest != digest:", "if stored is None:"),
    ),
    mutant(
        "stale-epoch-applied",
        "a reset no longer wins",
        _APPLY,
        ("is_stale = event.epoch < journey.epoch", "is_stale = False"),
    ),
    mutant(
        "stale-epoch-not-remembered",
        "the refusal of a stale result leaves no trace",
        _APPLY,
        (
            "    stored = inbox.receive(",
            "    if is_stale:\n        raise StaleEpoch\n    stored = inbox.receive(",
        ),
    ),
    mutant(
        "epoch-ahead-accepted",
        "a result of an epoch that core has not reached is applied",
        _APPLY,
        ("if event.epoch > journey.epoch:", "if event.epoch > journey.epoch + 1:"),
    ),
    mutant(
        "conflict-passed-over",
        "another result of the same epoch is told to be applied",
        _APPLY,
        ("            raise ResultConflict", "            pass"),
    ),
    mutant(
        "second-result-stored",
        "I2: another result of the same epoch is stored beside the first",
        _APPLY,
        ("    if present is not None:", "    if present is not None and present.id == jti:"),
    ),
    mutant(
        "ticket-not-remembered",
        "I9: who holds the ticket key may write a result",
        _APPLY,
        ("    if not known.exists():", "    if known.exists() is None:"),
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
            "filter(jti=jti, learner_id=actor.id, epoch=event.epoch)",
            "filter(jti=jti, learner_id=actor.id)",
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
        ("    journey_steps.apply_result(journey, result)\n", ""),
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
