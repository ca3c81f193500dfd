"""What whoever stole one of the profiler's keys, or has none, might send to core in its name."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core_testing.sync import event_body, profiler_keys, send
from talent_contracts.signing import SigningKey
from tests.model.stage import Stage, tell_code

SCHEMA = 2
_REMEMBER = """
    insert into profiling_ticket (jti, learner_id, epoch, issued_at, expires_at)
    values (%s, %s, %s, now(), now())
"""
_FORGET = "delete from profiling_ticket where jti = %s"


class ForgeryRules(Stage):
    """Each is refused under its own code, and the comparison finds that nothing changed."""

    @precondition(lambda self: self.tickets)
    @rule(forge=st.sampled_from(range(6)))
    def forge_result(self, forge: int) -> None:
        forgeries: list[Callable[[], None]] = [
            self._sign_with_own_key,
            self._invent_ticket,
            self._use_ticket_of_other_epoch,
            self._use_ticket_of_other_learner,
            self._misname_result,
            self._run_ahead,
        ]
        forgeries[forge]()

    @precondition(lambda self: self.core.received)
    @rule()
    def forge_second_result(self) -> None:
        """With the ticket of an epoch that has its result, or has passed."""
        name = list(self.core.received)[-1]
        epoch = next(m.epoch for m in self.profiler.events if m.session == name)
        answer = self._send(epoch)
        assert tell_code(answer) == self._expect_second(epoch), answer.text

    @precondition(lambda self: self.core.received)
    @rule()
    def reuse_event_id(self) -> None:
        """An id that core has seen, on another body."""
        name = list(self.core.received)[-1]
        sent = next(
            sent for sent in self.world.from_profiler.wire.sent if name.encode() in sent.body
        )
        epoch = next(m.epoch for m in self.profiler.events if m.session == name)
        answer = self._send(epoch, event_id=json.loads(sent.body)["event_id"])
        assert tell_code(answer) == self._unless_erased("event-id-reused"), answer.text

    def _sign_with_own_key(self) -> None:
        known = profiler_keys()[0]
        stranger = SigningKey(known.kid, Ed25519PrivateKey.generate())
        answer = self._send(self.tickets[-1][1], keys=[stranger])
        assert tell_code(answer) == "bad-signature"

    def _invent_ticket(self) -> None:
        """A stolen ticket key is not enough: core remembers what it issued."""
        epoch = self.core.epoch
        answer = self._send(epoch, ticket=self._write_ticket(epoch, uuid4()))
        assert tell_code(answer) == self._unless_erased("ticket-refused"), answer.text

    def _use_ticket_of_other_epoch(self) -> None:
        ticket, epoch = self.tickets[-1]
        answer = self._send(epoch + 1, ticket=ticket)
        assert tell_code(answer) == "ticket-refused", answer.text

    def _use_ticket_of_other_learner(self) -> None:
        ticket, epoch = self.tickets[-1]
        answer = self._send(epoch, ticket=ticket, learner_id=uuid4())
        assert tell_code(answer) == "ticket-refused", answer.text

    def _misname_result(self) -> None:
        answer = self._send(self.tickets[-1][1], result_sha256="0" * 64)
        assert tell_code(answer) == "result-digest-mismatch", answer.text

    def _run_ahead(self) -> None:
        """A core that was put back from an older backup refuses what it has not reached yet."""
        epoch, jti = self.core.epoch + 1, uuid4()
        if not self.core.is_erased:  # Of them the database keeps none, by nobody's hand.
            self.world.core.owner.execute(_REMEMBER, [jti, self.learner.id, epoch])
        answer = self._send(epoch, ticket=self._write_ticket(epoch, jti))
        self.world.core.owner.execute(_FORGET, [jti])
        assert tell_code(answer) == self._unless_erased("epoch-ahead"), answer.text

    def _expect_second(self, epoch: int) -> str:
        is_stale = epoch < self.core.epoch
        return self._unless_erased("stale-epoch" if is_stale else "result-conflict")

    def _unless_erased(self, code: str) -> str:
        return "learner-erased" if self.core.is_erased else code

    def _write_ticket(self, epoch: int, jti: UUID) -> str:
        from core.journey.profiling.tickets import write_ticket
        from core.platform.common.clock import now

        return write_ticket(learner_id=self.learner.id, epoch=epoch, jti=jti, now=now())

    def _send(self, epoch: int, *, keys: Any = None, **changes: Any) -> httpx.Response:
        """The frozen example's result in this learner's name."""
        ticket = changes.pop("ticket", None) or self._find_ticket(epoch)
        learner_id = changes.pop("learner_id", self.learner.id)
        body = event_body(learner_id, epoch, ticket, schema=SCHEMA, **changes)
        return send(self.world.core.anonymous, body, keys=keys)

    def _find_ticket(self, epoch: int) -> str:
        return next(ticket for ticket, issued in self.tickets if issued == epoch)
