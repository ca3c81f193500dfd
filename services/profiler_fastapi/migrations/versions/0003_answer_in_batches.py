"""Let one statement store the answers of several learners, each in their own context."""

from alembic import op

revision = "0003_answer_in_batches"
down_revision = "0002_guard_rows"
branch_labels = None
depends_on = None

# Runs with the rights of its caller, so the policies hold for every statement in it, and each of
# them sees the rows of one learner only: no policy for sets of learners is needed. The rules are
# those of `profiler.sessions.answers`; a session that somebody completes right now is skipped, not
# waited for. The order of the keys keeps two batches from waiting in a circle.
FUNCTION = """
CREATE FUNCTION store_answers(
    learner_ids uuid[], session_ids uuid[], question_ids text[], selected_options text[],
    response_times_ms integer[], answer_versions integer[], times timestamptz[]
) RETURNS TABLE (place integer, stored_version integer, answered text[])
LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
    given record;
    started timestamptz;
    spent_ms numeric;
BEGIN
    FOR given IN
        SELECT * FROM unnest(
            learner_ids, session_ids, question_ids, selected_options, response_times_ms,
            answer_versions, times
        ) WITH ORDINALITY AS item (
            learner_id, session_id, question_id, selected_option, response_time_ms,
            answer_version, answered_at, number
        ) ORDER BY item.session_id, item.question_id, item.number
    LOOP
        PERFORM set_config('app.user_id', given.learner_id::text, true);
        SELECT session.started_at INTO started FROM profiling_session AS session
        WHERE session.id = given.session_id AND session.learner_id = given.learner_id
            AND session.status = 'in_progress'
        FOR SHARE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        SELECT array_agg(other.question_id), coalesce(sum(other.response_time_ms) FILTER (
            WHERE other.question_id <> given.question_id AND other.answered_at > started
        ), 0) INTO answered, spent_ms
        FROM answer AS other WHERE other.session_id = given.session_id;
        INSERT INTO answer AS stored (
            session_id, question_id, learner_id, selected_option, answer_version,
            response_time_ms, answered_at
        ) VALUES (
            given.session_id, given.question_id, given.learner_id, given.selected_option,
            greatest(1, given.answer_version),
            CASE WHEN given.response_time_ms IS NOT NULL THEN least(
                greatest(given.response_time_ms, 0),
                greatest(0, extract(epoch FROM given.answered_at - started) * 1000 - spent_ms)
            ) END,
            given.answered_at
        )
        ON CONFLICT (session_id, question_id) DO UPDATE SET
            selected_option = excluded.selected_option,
            answer_version = greatest(stored.answer_version + 1, excluded.answer_version),
            response_time_ms = excluded.response_time_ms,
            answered_at = excluded.answered_at
        WHERE given.answer_version IS NULL OR given.answer_version >= stored.answer_version
        RETURNING stored.answer_version INTO stored_version;
        CONTINUE WHEN NOT FOUND;
        place := given.number - 1;
        RETURN NEXT;
    END LOOP;
    PERFORM set_config('app.user_id', '', true);
END $$;
REVOKE EXECUTE ON FUNCTION store_answers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store_answers TO profiler_app;
"""


def upgrade() -> None:
    op.execute(FUNCTION)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
