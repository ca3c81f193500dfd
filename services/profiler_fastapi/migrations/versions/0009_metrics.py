"""Let the relay tell how it is, and everybody read figures about all rows, never the rows."""

from alembic import op

revision = "0009_metrics"
down_revision = "0008_sweep"
branch_labels = None
depends_on = None

RELAY_STATE = """
CREATE TABLE relay_state (
    receiver text CONSTRAINT pk_relay_state PRIMARY KEY,
    is_away boolean NOT NULL,
    seen_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON relay_state TO profiler_worker;
ALTER TABLE relay_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE relay_state FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON relay_state TO profiler_owner USING (true) WITH CHECK (true);
CREATE POLICY worker_all ON relay_state TO profiler_worker USING (true);
"""
# Runs with the owner's rights, because a metric counts the rows of everybody. It takes nothing and
# gives numbers only. A dead letter of an advisory event wakes nobody, so it is not counted.
FIGURES = """
CREATE FUNCTION list_figures() RETURNS TABLE (metric text, labels jsonb, value double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT figure.* FROM (
        SELECT coalesce(trouble, 'none') AS reason, count(*) AS waiting,
            extract(epoch FROM now() - min(coalesce(revived_at, created_at))) AS oldest
        FROM outbox_event WHERE state = 'pending' GROUP BY 1
    ) AS pending CROSS JOIN LATERAL (VALUES
        ('outbox_pending', jsonb_build_object('receiver', 'core', 'reason', reason),
            waiting::double precision),
        ('outbox_oldest_seconds', jsonb_build_object('receiver', 'core', 'reason', reason),
            greatest(0, oldest)::double precision)
    ) AS figure
    UNION ALL
    SELECT 'outbox_ended', jsonb_build_object('receiver', 'core', 'state', state), count(*)
    FROM outbox_event WHERE state <> 'pending' AND NOT (
        state = 'dead' AND type IN ('profiling.progress', 'profiling.statistics')
    ) GROUP BY state
    UNION ALL
    SELECT 'outbox_leases_expired', '{}', count(*)
    FROM outbox_event WHERE state = 'pending' AND leased_until < now()
    UNION ALL
    SELECT figure.* FROM relay_state CROSS JOIN LATERAL (VALUES
        ('receiver_away', jsonb_build_object('receiver', receiver),
            is_away::int::double precision),
        ('relay_seen_seconds', jsonb_build_object('receiver', receiver),
            greatest(0, extract(epoch FROM now() - seen_at))::double precision)
    ) AS figure
    UNION ALL
    SELECT 'inbox_received', jsonb_build_object('outcome', outcome), count(*)
    FROM inbox_event GROUP BY outcome
    UNION ALL
    SELECT 'sweep_open', jsonb_build_object('kind', kind),
        count(*) FILTER (WHERE accepted_because IS NULL AND kind <> 'missing')
    FROM sweep_finding GROUP BY kind
    UNION ALL
    SELECT 'sweep_seen', jsonb_build_object('kind', kind), sum(times)
    FROM sweep_finding GROUP BY kind
$$;
REVOKE EXECUTE ON FUNCTION list_figures FROM PUBLIC;
GRANT EXECUTE ON FUNCTION list_figures TO profiler_app;
"""


def upgrade() -> None:
    op.execute(RELAY_STATE)
    op.execute(FIGURES)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
