"""Tell when an answer came in apart from when it was given; language and mode of a session."""

from alembic import op

revision = "0004_session_depth"
down_revision = "0003_answer_in_batches"
branch_labels = None
depends_on = None

SESSIONS = """
ALTER TABLE profiling_session
    ADD COLUMN language text NOT NULL DEFAULT 'en'
        CONSTRAINT ck_profiling_session_language_short
        CHECK (char_length(language) BETWEEN 2 AND 35),
    ADD COLUMN mode text NOT NULL DEFAULT 'full'
        CONSTRAINT ck_profiling_session_mode_known CHECK (mode IN ('full', 'short'));
"""

# Answers of closed sessions get the column too, so their guard rests for this one statement. The
# default serves workers of the version before, which do not know the column.
ANSWERS = """
ALTER TABLE answer ADD COLUMN received_at timestamptz;
ALTER TABLE answer DISABLE TRIGGER refuse_late_answer;
UPDATE answer SET received_at = answered_at;
ALTER TABLE answer ENABLE TRIGGER refuse_late_answer;
ALTER TABLE answer
    ALTER COLUMN received_at SET DEFAULT now(),
    ALTER COLUMN received_at SET NOT NULL;
CREATE INDEX ix_answer_received_at ON answer USING brin (received_at);
GRANT UPDATE (received_at) ON answer TO profiler_app;
"""

# As in 0003, with the rules of `profiler.sessions.merge`: a session of the short form is left to
# the ordinary route, an answer given again keeps the greater time, and what an expired session
# handed over (received when this one started) took its time before the start.
FUNCTION = """
CREATE OR REPLACE FUNCTION store_answers(
    learner_ids uuid[], session_ids uuid[], question_ids text[], selected_options text[],
    response_times_ms integer[], answer_versions integer[], times timestamptz[]
) RETURNS TABLE (place integer, stored_version integer, answered text[])
LANGUAGE plpgsql SECURITY INVOKER AS $$
DECLARE
    given record;
    started timestamptz;
    left_ms integer;
BEGIN
    FOR given IN
        SELECT * FROM unnest(
            learner_ids, session_ids, question_ids, selected_options, response_times_ms,
            answer_versions, times
        ) WITH ORDINALITY AS item (
            learner_id, session_id, question_id, selected_option, response_time_ms,
            answer_version, received_at, number
        ) ORDER BY item.session_id, item.question_id, item.number
    LOOP
        PERFORM set_config('app.user_id', given.learner_id::text, true);
        SELECT session.started_at INTO started FROM profiling_session AS session
        WHERE session.id = given.session_id AND session.learner_id = given.learner_id
            AND session.status = 'in_progress' AND session.mode = 'full'
        FOR SHARE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        SELECT
            array_agg(other.question_id),
            least(2147483647, greatest(0, floor(
                extract(epoch FROM given.received_at - started) * 1000 - coalesce(
                    sum(other.response_time_ms) FILTER (
                        WHERE other.question_id <> given.question_id AND other.received_at > started
                    ), 0
                )
            )))
        INTO answered, left_ms
        FROM answer AS other WHERE other.session_id = given.session_id;
        INSERT INTO answer AS stored (
            session_id, question_id, learner_id, selected_option, answer_version,
            response_time_ms, answered_at, received_at
        ) VALUES (
            given.session_id, given.question_id, given.learner_id, given.selected_option,
            greatest(1, given.answer_version),
            CASE WHEN given.response_time_ms IS NOT NULL
                THEN least(left_ms, greatest(0, given.response_time_ms)) END,
            given.received_at, given.received_at
        )
        ON CONFLICT (session_id, question_id) DO UPDATE SET
            selected_option = excluded.selected_option,
            answer_version = greatest(stored.answer_version + 1, excluded.answer_version),
            response_time_ms = CASE
                WHEN coalesce(stored.response_time_ms, excluded.response_time_ms) IS NOT NULL
                THEN least(left_ms, greatest(stored.response_time_ms, excluded.response_time_ms))
            END,
            answered_at = excluded.answered_at,
            received_at = excluded.received_at
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
    op.execute(SESSIONS)
    op.execute(ANSWERS)
    op.execute(FUNCTION)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
