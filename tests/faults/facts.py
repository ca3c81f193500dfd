"""What both databases hold about a row's learners: two statements, whatever their number."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection

from tests.clients.databases import Databases, Row

_CORE = """
select j.learner_id::text, json_build_object(
  'epoch', j.epoch, 'is_complete', j.profiling_complete, 'result_id', j.result_id,
  'is_erased', j.erased_at is not null, 'email', (select u.email from accounts_user u
    where u.id = j.learner_id),
  'recommended', j.recommended_track, 'track', j.track,
  'results', (select coalesce(json_agg(json_build_object('id', r.id, 'epoch', r.epoch,
      'event_id', r.event_id, 'track', r.recommended_track, 'sha256', r.result_sha256,
      'restored_from', r.restored_from_id, 'has_ticket', exists (select 1
        from profiling_ticket t where t.learner_id = r.learner_id and t.epoch = r.epoch))), '[]')
    from results_result r where r.learner_id = j.learner_id),
  'inbox', (select coalesce(json_agg(json_build_array(i.event_id, i.outcome)), '[]')
    from inbox_row i where i.source = 'profiler' and i.learner_id = j.learner_id),
  'applied', (select coalesce(json_agg(a.after ->> 'epoch'), '[]') from audit_entry a
    where a.subject_id = j.learner_id and a.action = 'journey.result_applied'),
  'items', (select coalesce(json_agg(p.source_id), '[]') from portfolio_item p
    where p.learner_id = j.learner_id and p.kind = 'value_statement'),
  'deliveries', (select coalesce(json_agg(json_build_object('type', e.type, 'status', d.status,
      'attempts', d.attempts, 'error', d.last_error)), '[]')
    from outbox_delivery d join outbox_event e on e.id = d.event_id
    where d.ordering_key = j.learner_id)
) from journey_journey j where j.learner_id = any(%s::uuid[])
"""
_PROFILER = """
select l.id::text, json_build_object(
  'epoch', (select e.highest_epoch from learner_epoch e where e.learner_id = l.id),
  'is_erased', exists (select 1 from learner_epoch e
    where e.learner_id = l.id and e.erased_at is not null),
  'revoked', exists (select 1 from access_revocation v where v.sub = l.id),
  'sessions', (select coalesce(json_agg(json_build_object('id', s.id, 'epoch', s.epoch,
      'status', s.status, 'is_completed', s.completed_at is not null,
      'sha256', (select r.sha256 from result r where r.session_id = s.id))), '[]')
    from profiling_session s where s.learner_id = l.id),
  'events', (select coalesce(json_agg(json_build_object('id', o.event_id, 'type', o.type,
      'session', o.session_id, 'state', o.state, 'attempts', o.attempts,
      'trouble', o.trouble, 'bytes', length(o.body))), '[]') from outbox_event o where o.learner_id = l.id),
  'answers', (select coalesce(json_object_agg(a.session_id::text || ' ' || a.question_id,
      a.answer_version), '{}') from answer a where a.learner_id = l.id)
) from unnest(%s::uuid[]) as l(id)
"""
COMPLETED = "profiling.completed"


@dataclass(frozen=True, slots=True)
class Facts:
    """One learner in core and in the profiler, as the statements above name it."""

    core: Mapping[str, Any]
    profiler: Mapping[str, Any]

    @property
    def sessions(self) -> Sequence[Mapping[str, Any]]:
        return list(self.profiler["sessions"])

    @property
    def results(self) -> Sequence[Mapping[str, Any]]:
        return list(self.core["results"])

    @property
    def deliveries(self) -> Sequence[Mapping[str, Any]]:
        """Core's, of every consumer."""
        return list(self.core["deliveries"])

    def events_of(self, session_id: str | None = None) -> list[Mapping[str, Any]]:
        """The completions on their way, of one session or of all."""
        return [
            event
            for event in self.profiler["events"]
            if event["type"] == COMPLETED and session_id in {None, event["session"]}
        ]


@dataclass
class Reader:
    """Reads facts on connections that are kept; after an error the next reading makes new ones."""

    databases: Databases
    _open: dict[str, Connection[Row]] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)

    def read(self, learner_ids: Sequence[str]) -> dict[str, Facts]:
        """Facts by learner. Raises psycopg.Error while a database is away.

        The profiler is read first: what it says that core has applied, core must hold.
        """
        try:
            profiler = self._ask("profiler", _PROFILER, learner_ids)
            core = self._ask("core", _CORE, learner_ids)
        except BaseException:
            self.close()
            raise
        return {one: Facts(core[one], profiler[one]) for one in learner_ids}

    def close(self) -> None:
        """Let go of the connections."""
        self._open.clear()
        self._stack.close()

    def _ask(self, service: str, statement: str, learner_ids: Sequence[str]) -> dict[str, Any]:
        if service not in self._open:
            connection = self._stack.enter_context(self.databases.connect(service))
            self._open[service] = connection
        rows = self._open[service].execute(statement, [list(learner_ids)]).fetchall()
        return dict(rows)
