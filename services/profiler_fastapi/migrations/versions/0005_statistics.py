"""Let the relay's role read what item statistics need, tell advisory events, and remember it did."""

from alembic import op

revision = "0005_statistics"
down_revision = "0004_session_depth"
branch_labels = None
depends_on = None

# Statistics are about nobody, so their event has neither learner nor session.
OUTBOX = """
ALTER TABLE outbox_event
    ALTER COLUMN learner_id DROP NOT NULL,
    ALTER COLUMN session_id DROP NOT NULL,
    ADD CONSTRAINT ck_outbox_event_statistics_are_of_nobody
        CHECK ((learner_id IS NULL) = (type = 'profiling.statistics')),
    ADD CONSTRAINT ck_outbox_event_session_has_learner
        CHECK ((session_id IS NULL) = (learner_id IS NULL));
CREATE INDEX ix_outbox_event_pending_progress ON outbox_event (learner_id, position)
    WHERE state = 'pending' AND type = 'profiling.progress';
"""

TABLES = """
CREATE TABLE statistics_run (
    bank_text_hash text NOT NULL,
    bank_structure_hash text NOT NULL,
    bank_scoring_hash text NOT NULL,
    day date NOT NULL,
    event_id text NOT NULL,
    sessions integer NOT NULL,
    computed_at timestamptz NOT NULL,
    CONSTRAINT pk_statistics_run
        PRIMARY KEY (bank_text_hash, bank_structure_hash, bank_scoring_hash, day)
);

CREATE TABLE progress_told (
    learner_id uuid CONSTRAINT pk_progress_told PRIMARY KEY,
    session_id uuid NOT NULL,
    answered integer NOT NULL,
    seen_at timestamptz NOT NULL,
    told_at timestamptz NOT NULL,
    CONSTRAINT fk_progress_told_session_id_learner_id FOREIGN KEY (session_id, learner_id)
        REFERENCES profiling_session (id, learner_id) ON DELETE CASCADE
);

CREATE TABLE progress_scan (
    id integer CONSTRAINT pk_progress_scan PRIMARY KEY,
    seen_until timestamptz NOT NULL,
    CONSTRAINT ck_progress_scan_single_row CHECK (id = 1)
);
INSERT INTO progress_scan VALUES (1, now());
"""

# Of answers the worker reads what statistics need, and not whose they are. The restrictive policy
# keeps it from telling results: those are written by who completed the session.
RIGHTS = """
GRANT SELECT (session_id, question_id, selected_option, response_time_ms, answered_at, received_at)
    ON answer TO profiler_worker;
CREATE POLICY worker_reads ON answer FOR SELECT TO profiler_worker USING (true);
GRANT INSERT ON outbox_event TO profiler_worker;
CREATE POLICY worker_tells_advice ON outbox_event AS RESTRICTIVE FOR INSERT TO profiler_worker
    WITH CHECK (type IN ('profiling.progress', 'profiling.statistics'));
GRANT SELECT, INSERT, UPDATE ON statistics_run, progress_told TO profiler_worker;
GRANT SELECT, UPDATE ON progress_scan TO profiler_worker;
ALTER TABLE progress_told ENABLE ROW LEVEL SECURITY;
ALTER TABLE progress_told FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON progress_told TO profiler_owner USING (true) WITH CHECK (true);
CREATE POLICY worker_all ON progress_told TO profiler_worker USING (true);
"""


def upgrade() -> None:
    op.execute(OUTBOX)
    op.execute(TABLES)
    op.execute(RIGHTS)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
