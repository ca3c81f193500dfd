"""Let admins read dead letters, send them again or discard them, and remember who did."""

from alembic import op

revision = "0007_dead_letters"
down_revision = "0006_restored_sessions"
branch_labels = None
depends_on = None

OUTBOX = """
ALTER TABLE outbox_event
    ADD COLUMN revived_at timestamptz,
    DROP CONSTRAINT ck_outbox_event_state_known,
    ADD CONSTRAINT ck_outbox_event_state_known
        CHECK (state IN ('pending', 'applied', 'superseded', 'erased', 'dead', 'discarded'));
CREATE INDEX ix_outbox_event_dead ON outbox_event (position) WHERE state = 'dead';
"""

TABLES = """
CREATE TABLE operator_action (
    id uuid CONSTRAINT pk_operator_action PRIMARY KEY,
    actor_id uuid,
    action text NOT NULL,
    event_id text NOT NULL,
    reason text,
    at timestamptz NOT NULL,
    CONSTRAINT ck_operator_action_action_known
        CHECK (action IN ('dead_letter.replayed', 'dead_letter.discarded')),
    CONSTRAINT ck_operator_action_discard_has_reason
        CHECK ((action = 'dead_letter.discarded') = (reason IS NOT NULL))
);
CREATE INDEX ix_operator_action_event_id ON operator_action (event_id);
CREATE FUNCTION refuse_changed_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an operator did stays written' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER refuse_changed_action BEFORE UPDATE OR DELETE ON operator_action
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_action();
CREATE TRIGGER refuse_emptied_actions BEFORE TRUNCATE ON operator_action
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_action();
"""

# The web process updates rows of the outbox for the first time, so learners keep only what they
# need: their policy for all commands becomes one for reading and one for publishing. Admins turn a
# dead letter into a pending or a discarded event, nothing else, and sign with their own id.
RIGHTS = """
DROP POLICY learner_own ON outbox_event;
CREATE POLICY learner_own ON outbox_event FOR SELECT TO profiler_app
    USING (learner_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid));
CREATE POLICY learner_publishes ON outbox_event FOR INSERT TO profiler_app
    WITH CHECK (learner_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid));
CREATE POLICY admin_reads ON outbox_event FOR SELECT TO profiler_app
    USING ((SELECT current_setting('app.is_admin', true)) = 'on');
CREATE POLICY admin_decides ON outbox_event FOR UPDATE TO profiler_app
    USING ((SELECT current_setting('app.is_admin', true)) = 'on' AND state = 'dead')
    WITH CHECK (
        (SELECT current_setting('app.is_admin', true)) = 'on'
        AND state IN ('pending', 'discarded')
    );
GRANT UPDATE (state, next_attempt_at, attempts, bad_signatures, last_status, trouble, finished_at,
    revived_at) ON outbox_event TO profiler_app;
GRANT UPDATE (revived_at) ON outbox_event TO profiler_worker;

GRANT INSERT ON operator_action TO profiler_app, profiler_worker;
ALTER TABLE operator_action ENABLE ROW LEVEL SECURITY;
ALTER TABLE operator_action FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON operator_action TO profiler_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_signs ON operator_action FOR INSERT TO profiler_app
    WITH CHECK (
        (SELECT current_setting('app.is_admin', true)) = 'on'
        AND actor_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid)
    );
CREATE POLICY command_signs ON operator_action FOR INSERT TO profiler_worker
    WITH CHECK (actor_id IS NULL);
"""


def upgrade() -> None:
    op.execute(OUTBOX)
    op.execute(TABLES)
    op.execute(RIGHTS)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
