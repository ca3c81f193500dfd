"""The SQL of the relay's side of the table. The database's clock judges every lease."""

from sqlalchemy import text

from talent_contracts.delivery import MAX_AGE_S

LEASE_S = 30
_NEARLY_TOO_OLD_S = int(MAX_AGE_S) - 3600

# A progress report is stale once its learner has told something newer or the session is closed.
# Closing such reports first keeps a result from waiting behind one, and an outage from piling them
# up. One that is being sent is left to its sender.
CLOSE_STALE = text(
    """
    UPDATE outbox_event SET state = 'superseded', finished_at = now(), leased_until = NULL
    WHERE event_id IN (
        SELECT stale.event_id FROM outbox_event AS stale
        WHERE stale.state = 'pending' AND stale.type = 'profiling.progress'
          AND (stale.leased_until IS NULL OR stale.leased_until < now())
          AND (
              EXISTS (
                  SELECT 1 FROM outbox_event AS newer
                  WHERE newer.learner_id = stale.learner_id
                    AND newer.state = 'pending'
                    AND newer.position > stale.position
              )
              OR NOT EXISTS (
                  SELECT 1 FROM profiling_session AS session
                  WHERE session.id = stale.session_id AND session.status = 'in_progress'
              )
          )
        FOR UPDATE OF stale SKIP LOCKED
    )
    """
)
# Only the oldest pending event of a learner can be claimed, so one learner has at most one event
# in flight and a poison event blocks nobody else. The rows stay locked until it is decided which of
# them are claimed; their attempts and fence are told as LEASE will make them.
_DUE = f"""
    SELECT due.event_id, due.type, due.learner_id, due.body, due.bad_signatures, due.trouble,
        due.attempts + 1 AS attempts, due.fence + 1 AS fence,
        coalesce(due.revived_at, due.created_at) AS waits_since,
        coalesce(due.revived_at, due.created_at)
            < now() - interval '{_NEARLY_TOO_OLD_S} seconds' AS is_old
    FROM outbox_event AS due
    WHERE due.state = 'pending'
      AND (due.type = ANY(:advisory)) = :is_advisory
      AND due.next_attempt_at <= now()
      AND (due.leased_until IS NULL OR due.leased_until < now())
      AND due.event_id <> ALL(CAST(:taken AS text[]))
      AND NOT EXISTS (
          SELECT 1 FROM outbox_event AS older
          WHERE older.learner_id = due.learner_id
            AND older.state = 'pending'
            AND older.position < due.position
      )
    ORDER BY due.next_attempt_at {{order}}
    LIMIT :most
    FOR UPDATE OF due SKIP LOCKED
    """  # noqa: S608 - the age is a constant of this module.
DUE_OLDEST, DUE_NEWEST = (text(_DUE.format(order=order)) for order in ("ASC", "DESC"))
LEASE = text(
    f"""
    UPDATE outbox_event SET
        leased_until = now() + interval '{LEASE_S} seconds',
        fence = fence + 1,
        attempts = attempts + 1
    WHERE event_id = ANY(:event_ids)
    """  # noqa: S608 - the lease is a constant of this module.
)
FINISH = text(
    """
    UPDATE outbox_event AS event SET
        state = ended.state,
        trouble = ended.trouble,
        last_status = ended.last_status,
        bad_signatures = ended.bad_signatures,
        leased_until = NULL,
        next_attempt_at = now() + make_interval(secs => ended.retry_in_s),
        finished_at = CASE WHEN ended.state = 'pending' THEN NULL ELSE now() END
    FROM unnest(
        CAST(:event_ids AS text[]), CAST(:fences AS bigint[]), CAST(:states AS text[]),
        CAST(:troubles AS text[]), CAST(:statuses AS int[]), CAST(:signatures AS int[]),
        CAST(:retries AS float8[])
    ) AS ended (event_id, fence, state, trouble, last_status, bad_signatures, retry_in_s)
    WHERE event.event_id = ended.event_id
      AND event.fence = ended.fence AND event.state = 'pending'
    RETURNING event.event_id, event.fence
    """
)
# What has been given back or answered in the meantime has no lease any more.
RELEASE = text(
    """
    UPDATE outbox_event AS event SET leased_until = NULL, attempts = event.attempts - 1
    FROM unnest(CAST(:event_ids AS text[]), CAST(:fences AS bigint[])) AS held (event_id, fence)
    WHERE event.event_id = held.event_id AND event.fence = held.fence
      AND event.state = 'pending' AND event.leased_until IS NOT NULL
    """
)
NOTE = text(
    """
    INSERT INTO relay_state (receiver, is_away, seen_at) VALUES ('core', :is_away, now())
    ON CONFLICT (receiver) DO UPDATE SET is_away = excluded.is_away, seen_at = excluded.seen_at
    """
)
IS_HELD_UP = text(
    """
    SELECT EXISTS (
        SELECT 1 FROM outbox_event
        WHERE state = 'pending' AND trouble = ANY(:away)
          AND next_attempt_at > now() + interval '5 seconds'
    )
    """
)
SCOUT = text(
    """
    UPDATE outbox_event SET next_attempt_at = now() WHERE event_id = (
        SELECT event_id FROM outbox_event
        WHERE state = 'pending' AND trouble = ANY(:curable) AND attempts < :most
          AND next_attempt_at > now() + interval '5 seconds'
        ORDER BY attempts, position LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    """
)
# What somebody holds is being sent, ended or erased, and needs no hurry.
HURRY = text(
    """
    UPDATE outbox_event SET next_attempt_at = now() + random() * interval '5 seconds'
    WHERE event_id IN (
        SELECT event_id FROM outbox_event
        WHERE state = 'pending' AND trouble = ANY(:reasons)
          AND next_attempt_at > now() + interval '5 seconds'
        FOR UPDATE SKIP LOCKED
    )
    """
)
