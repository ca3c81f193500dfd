"""Let a learner be erased for good: one definition for core's event and for core's 410."""

from alembic import op

revision = "0010_erasure"
down_revision = "0009_metrics"
branch_labels = None
depends_on = None

# Only the owner could undo an erasure by hand, and is refused too. (No other role may change or
# delete a tombstone; the relay may change the state of events.)
TOMBSTONES = """
ALTER TABLE learner_epoch ADD COLUMN erased_at timestamptz;

CREATE FUNCTION refuse_undone_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was erased stays erased' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER refuse_changed_tombstone BEFORE UPDATE ON learner_epoch FOR EACH ROW
    WHEN (OLD.erased_at IS NOT NULL AND (NEW.learner_id, NEW.erased_at)
        IS DISTINCT FROM (OLD.learner_id, OLD.erased_at))
    EXECUTE FUNCTION refuse_undone_erasure();
CREATE TRIGGER refuse_deleted_tombstone BEFORE DELETE ON learner_epoch FOR EACH ROW
    WHEN (OLD.erased_at IS NOT NULL) EXECUTE FUNCTION refuse_undone_erasure();
CREATE TRIGGER refuse_revived_event BEFORE UPDATE ON outbox_event FOR EACH ROW
    WHEN (OLD.state = 'erased' AND (NEW.state, NEW.body) IS DISTINCT FROM (OLD.state, OLD.body))
    EXECUTE FUNCTION refuse_undone_erasure();
"""

# What is erased is found by its learner, whatever state it is in.
INDEXES = """
CREATE INDEX ix_profiling_session_learner_id ON profiling_session (learner_id);
CREATE INDEX ix_outbox_event_learner_id ON outbox_event (learner_id);
"""

# Runs with the owner's rights and takes nothing: it erases the learner of the context, so nobody
# can erase another by an argument. Answers, result and told progress go with their session.
#
# The order of the locks is that of everybody else, so none waits in a circle:
# - Jobs that write about many learners at once hold the advisory lock alone.
# - Requests touch old idempotency keys before they wait for the learner or the session; so these
#   keys go first. What was kept while we waited for such a request goes with the rest.
# - A start holds the learner's row (it is locked here also when it is a tombstone already), answers
#   and completions that of the session; deliveries hold nothing but outbox rows.
#
# Returns the events that were on their way, each with the fence that could have ended it.
FUNCTION = """
CREATE FUNCTION erase_learner() RETURNS TABLE (ended_id text, ended_fence bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    learner CONSTANT uuid := nullif(current_setting('app.user_id', true), '')::uuid;
BEGIN
    IF learner IS NULL THEN
        RAISE EXCEPTION 'nobody is erased without a context'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('profiler.erasure', 0));
    DELETE FROM idempotency_key WHERE learner_id = learner;
    INSERT INTO learner_epoch AS known (learner_id, highest_epoch, erased_at)
    VALUES (learner, 1, now())
    ON CONFLICT (learner_id) DO UPDATE SET erased_at = excluded.erased_at
    WHERE known.erased_at IS NULL;
    DELETE FROM profiling_session WHERE learner_id = learner;
    DELETE FROM idempotency_key WHERE learner_id = learner;
    DELETE FROM sweep_finding WHERE learner_id = learner;
    PERFORM 1 FROM outbox_event WHERE learner_id = learner ORDER BY position FOR UPDATE;
    RETURN QUERY
    WITH ended AS (
        UPDATE outbox_event SET
            state = 'erased', body = '', trouble = NULL, fence = fence + 1, leased_until = NULL,
            finished_at = coalesce(finished_at, now())
        WHERE learner_id = learner AND state <> 'erased'
        RETURNING event_id, old.state AS was, old.fence AS held
    ) SELECT event_id, held FROM ended WHERE was = 'pending';
END $$;
REVOKE EXECUTE ON FUNCTION erase_learner FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_learner TO profiler_app, profiler_worker;
"""

# The web process cannot write a tombstone by itself, nor the relay delete by itself any more. Of a
# learner the relay knows no more than whether they were erased.
RIGHTS = """
REVOKE INSERT ON learner_epoch FROM profiler_app;
GRANT INSERT (learner_id, highest_epoch) ON learner_epoch TO profiler_app;
REVOKE DELETE ON profiling_session FROM profiler_worker;
REVOKE ALL ON idempotency_key FROM profiler_worker;
DROP POLICY worker_all ON idempotency_key;
REVOKE UPDATE (body) ON outbox_event FROM profiler_worker;
GRANT SELECT (learner_id, erased_at) ON learner_epoch TO profiler_worker;
CREATE POLICY worker_reads_tombstones ON learner_epoch FOR SELECT TO profiler_worker
    USING (erased_at IS NOT NULL);
"""


def upgrade() -> None:
    op.execute(TOMBSTONES)
    op.execute(INDEXES)
    op.execute(FUNCTION)
    op.execute(RIGHTS)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
