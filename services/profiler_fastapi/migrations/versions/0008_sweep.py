"""Let the relay's role compare results with core, and remember what was not in order."""

from alembic import op

revision = "0008_sweep"
down_revision = "0007_dead_letters"
branch_labels = None
depends_on = None

# Of a result the worker reads its hash, not its body.
SWEEP = """
GRANT SELECT (session_id, learner_id, epoch, sha256) ON result TO profiler_worker;
CREATE POLICY worker_reads ON result FOR SELECT TO profiler_worker USING (true);

CREATE TABLE sweep_finding (
    session_id uuid NOT NULL,
    kind text NOT NULL,
    learner_id uuid NOT NULL,
    epoch integer NOT NULL,
    times integer NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    accepted_because text,
    CONSTRAINT pk_sweep_finding PRIMARY KEY (session_id, kind),
    CONSTRAINT ck_sweep_finding_kind_known CHECK (
        kind IN ('missing', 'missing-again', 'different', 'outcome-differs', 'unknown')
    )
);
GRANT SELECT, INSERT, UPDATE ON sweep_finding TO profiler_worker;
ALTER TABLE sweep_finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE sweep_finding FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON sweep_finding TO profiler_owner USING (true) WITH CHECK (true);
CREATE POLICY worker_all ON sweep_finding TO profiler_worker USING (true);
"""


def upgrade() -> None:
    op.execute(SWEEP)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
