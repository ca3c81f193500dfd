"""Give each role what it needs, each learner their own rows, and facts their permanence."""

from alembic import op

revision = "0002_guard_rows"
down_revision = "0001_create_tables"
branch_labels = None
depends_on = None

GRANTS = """
GRANT SELECT ON alembic_version TO profiler_app, profiler_worker;
GRANT SELECT, INSERT, UPDATE (highest_epoch) ON learner_epoch TO profiler_app;
GRANT SELECT, INSERT, UPDATE (status, completed_at, reflection_why, reflection_aim)
    ON profiling_session TO profiler_app;
GRANT SELECT, INSERT, UPDATE (selected_option, answer_version, response_time_ms, answered_at)
    ON answer TO profiler_app;
GRANT SELECT, INSERT ON result, outbox_event, inbox_event TO profiler_app;
GRANT SELECT, INSERT, DELETE, UPDATE (status, response) ON idempotency_key TO profiler_app;
GRANT SELECT, INSERT, UPDATE (document, fetched_at, id) ON core_keys TO profiler_app;
GRANT SELECT, INSERT, DELETE ON access_revocation TO profiler_app;
GRANT SELECT, DELETE ON profiling_session, idempotency_key TO profiler_worker;
GRANT SELECT, UPDATE (state, next_attempt_at, attempts, bad_signatures, fence, leased_until,
    last_status, trouble, finished_at, body) ON outbox_event TO profiler_worker;
"""

LEARNER_TABLES = (
    "learner_epoch",
    "profiling_session",
    "answer",
    "result",
    "outbox_event",
    "idempotency_key",
)
WORKER_TABLES = ("profiling_session", "outbox_event", "idempotency_key")

ROW_SECURITY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {table} TO profiler_owner USING (true) WITH CHECK (true);
CREATE POLICY learner_own ON {table} TO profiler_app
    USING (learner_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid))
    WITH CHECK (learner_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid));
"""
WORKER_POLICY = "CREATE POLICY worker_all ON {table} TO profiler_worker USING (true);"

GUARDS = """
CREATE FUNCTION refuse_falling_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.highest_epoch < OLD.highest_epoch THEN
        RAISE EXCEPTION 'an epoch never falls' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_falling_epoch BEFORE UPDATE ON learner_epoch
    FOR EACH ROW EXECUTE FUNCTION refuse_falling_epoch();

CREATE FUNCTION refuse_status_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> OLD.status AND NOT (
        OLD.status = 'in_progress' OR (OLD.status = 'completed' AND NEW.status = 'superseded')
    ) THEN
        RAISE EXCEPTION 'a closed session stays closed' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> 'in_progress' AND (NEW.reflection_why, NEW.reflection_aim, NEW.completed_at)
        IS DISTINCT FROM (OLD.reflection_why, OLD.reflection_aim, OLD.completed_at) THEN
        RAISE EXCEPTION 'a closed session stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_status_return BEFORE UPDATE ON profiling_session
    FOR EACH ROW EXECUTE FUNCTION refuse_status_return();

CREATE FUNCTION refuse_late_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM profiling_session WHERE id = NEW.session_id AND status = 'in_progress';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'answers of a closed session stay as they are'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_late_answer BEFORE INSERT OR UPDATE ON answer
    FOR EACH ROW EXECUTE FUNCTION refuse_late_answer();

CREATE FUNCTION refuse_changed_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a result is stored once' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER refuse_changed_result BEFORE UPDATE ON result
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_result();
"""


def upgrade() -> None:
    op.execute(GRANTS)
    for table in LEARNER_TABLES:
        op.execute(ROW_SECURITY.format(table=table))
    for table in WORKER_TABLES:
        op.execute(WORKER_POLICY.format(table=table))
    op.execute(GUARDS)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
