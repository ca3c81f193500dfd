"""Let an undone reset give a completed session its place in a later epoch."""

from alembic import op

revision = "0006_restored_sessions"
down_revision = "0005_statistics"
branch_labels = None
depends_on = None

GUARDS = """
GRANT UPDATE (epoch) ON profiling_session TO profiler_app;

CREATE OR REPLACE FUNCTION refuse_status_return() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_restored boolean := OLD.status = 'superseded' AND NEW.status = 'completed'
        AND OLD.completed_at IS NOT NULL AND NEW.epoch > OLD.epoch;
BEGIN
    IF NEW.status <> OLD.status AND NOT is_restored AND NOT (
        OLD.status = 'in_progress' OR (OLD.status = 'completed' AND NEW.status = 'superseded')
    ) THEN
        RAISE EXCEPTION 'a closed session stays closed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.epoch <> OLD.epoch AND NOT is_restored THEN
        RAISE EXCEPTION 'a session keeps its epoch' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status <> 'in_progress' AND (NEW.reflection_why, NEW.reflection_aim, NEW.completed_at)
        IS DISTINCT FROM (OLD.reflection_why, OLD.reflection_aim, OLD.completed_at) THEN
        RAISE EXCEPTION 'a closed session stays as it was' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def upgrade() -> None:
    op.execute(GUARDS)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
