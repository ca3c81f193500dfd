"""Letting days pass for one learner, as the owner of the database."""

from uuid import UUID

import psycopg

from core_testing import raw


def let_days_pass(learner_id: UUID, days: int) -> None:
    """Move the learner's results and retake requests into the past."""
    with raw.connect("owner") as connection:
        for table, columns in (
            ("results_result", ("received_at",)),
            ("profiling_retake_request", ("requested_at", "decided_at")),
        ):
            _move(connection, table, columns, learner_id, days)
        connection.commit()


def _move(
    connection: psycopg.Connection[raw.Row],
    table: str,
    columns: tuple[str, ...],
    learner_id: UUID,
    days: int,
) -> None:
    """Triggers rest meanwhile: a stored result never changes otherwise."""
    changes = ", ".join(f"{column} = {column} - make_interval(days => %s)" for column in columns)
    connection.execute(f"alter table {table} disable trigger user")
    connection.execute(
        f"update {table} set {changes} where learner_id = %s", [*[days] * len(columns), learner_id]
    )
    connection.execute(f"alter table {table} enable trigger user")
