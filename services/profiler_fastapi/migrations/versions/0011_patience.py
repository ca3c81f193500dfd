"""Count what waits by its reason, whether or not core also named a time to wait for."""

from alembic import op

revision = "0011_patience"
down_revision = "0010_erasure"
branch_labels = None
depends_on = None

# As in 0009; an alarm about a reason must not miss it for a Retry-After beside it.
FIGURES = """
CREATE OR REPLACE FUNCTION list_figures()
RETURNS TABLE (metric text, labels jsonb, value double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT figure.* FROM (
        SELECT split_part(coalesce(trouble, 'none'), ', told to wait', 1) AS reason,
            count(*) AS waiting,
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
"""


def upgrade() -> None:
    op.execute(FIGURES)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
