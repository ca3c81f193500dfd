"""Create the tables of sessions, results, outbox, inbox, access and idempotency."""

from alembic import op

revision = "0001_create_tables"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE learner_epoch (
    learner_id uuid CONSTRAINT pk_learner_epoch PRIMARY KEY,
    highest_epoch integer NOT NULL,
    CONSTRAINT ck_learner_epoch_positive CHECK (highest_epoch >= 1)
);

CREATE TABLE profiling_session (
    id uuid CONSTRAINT pk_profiling_session PRIMARY KEY,
    learner_id uuid NOT NULL,
    epoch integer NOT NULL,
    status text NOT NULL,
    ticket text NOT NULL,
    bank_version text NOT NULL,
    bank_text_hash text NOT NULL,
    bank_structure_hash text NOT NULL,
    bank_scoring_hash text NOT NULL,
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    reflection_why text,
    reflection_aim text,
    CONSTRAINT uq_profiling_session_id_learner_id UNIQUE (id, learner_id),
    CONSTRAINT ck_profiling_session_status_known
        CHECK (status IN ('in_progress', 'completed', 'superseded', 'expired')),
    CONSTRAINT ck_profiling_session_completed_has_time
        CHECK (status <> 'completed' OR completed_at IS NOT NULL),
    CONSTRAINT ck_profiling_session_open_has_no_completion
        CHECK (status <> 'in_progress' OR completed_at IS NULL),
    CONSTRAINT ck_profiling_session_epoch_positive CHECK (epoch >= 1),
    CONSTRAINT ck_profiling_session_why_short CHECK (char_length(reflection_why) <= 600),
    CONSTRAINT ck_profiling_session_aim_short CHECK (char_length(reflection_aim) <= 600)
);
CREATE UNIQUE INDEX uq_profiling_session_live ON profiling_session (learner_id, epoch)
    WHERE status <> 'expired';

CREATE TABLE answer (
    session_id uuid NOT NULL,
    question_id text NOT NULL,
    learner_id uuid NOT NULL,
    selected_option text NOT NULL,
    answer_version integer NOT NULL,
    response_time_ms integer,
    answered_at timestamptz NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (session_id, question_id),
    CONSTRAINT fk_answer_session_id_learner_id FOREIGN KEY (session_id, learner_id)
        REFERENCES profiling_session (id, learner_id) ON DELETE CASCADE,
    CONSTRAINT ck_answer_version_positive CHECK (answer_version >= 1),
    CONSTRAINT ck_answer_time_not_negative CHECK (response_time_ms >= 0)
);

CREATE TABLE result (
    session_id uuid CONSTRAINT pk_result PRIMARY KEY,
    learner_id uuid NOT NULL,
    epoch integer NOT NULL,
    body bytea NOT NULL,
    sha256 text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT uq_result_learner_id_epoch UNIQUE (learner_id, epoch),
    CONSTRAINT fk_result_session_id_learner_id FOREIGN KEY (session_id, learner_id)
        REFERENCES profiling_session (id, learner_id) ON DELETE CASCADE,
    CONSTRAINT ck_result_sha256_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_result_sha256_of_body CHECK (encode(sha256(body), 'hex') = sha256)
);

CREATE TABLE outbox_event (
    event_id text CONSTRAINT pk_outbox_event PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    learner_id uuid NOT NULL,
    session_id uuid NOT NULL,
    type text NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    state text NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    bad_signatures integer NOT NULL,
    fence bigint NOT NULL,
    leased_until timestamptz,
    last_status integer,
    trouble text,
    finished_at timestamptz,
    CONSTRAINT uq_outbox_event_position UNIQUE (position),
    CONSTRAINT ck_outbox_event_state_known
        CHECK (state IN ('pending', 'applied', 'superseded', 'erased', 'dead')),
    CONSTRAINT ck_outbox_event_finished_has_time
        CHECK ((state = 'pending') = (finished_at IS NULL))
);
CREATE INDEX ix_outbox_event_due ON outbox_event (next_attempt_at) WHERE state = 'pending';
CREATE INDEX ix_outbox_event_pending_of_learner ON outbox_event (learner_id, position)
    WHERE state = 'pending';
CREATE INDEX ix_outbox_event_session ON outbox_event (session_id);

CREATE TABLE inbox_event (
    source text NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    body_sha256 text NOT NULL,
    outcome text NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT pk_inbox_event PRIMARY KEY (source, event_id)
);

CREATE TABLE idempotency_key (
    learner_id uuid NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    body_sha256 text NOT NULL,
    status integer,
    response bytea,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_idempotency_key PRIMARY KEY (learner_id, key)
);
CREATE INDEX ix_idempotency_key_created_at ON idempotency_key (created_at);

CREATE TABLE core_keys (
    id integer CONSTRAINT pk_core_keys PRIMARY KEY,
    document jsonb NOT NULL,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT ck_core_keys_single_row CHECK (id = 1)
);

CREATE TABLE access_revocation (
    id uuid CONSTRAINT pk_access_revocation PRIMARY KEY,
    sub uuid NOT NULL,
    sid uuid,
    min_ver integer NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE INDEX ix_access_revocation_received_at ON access_revocation (received_at);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    raise NotImplementedError("Migrations go forward; write the next one.")
