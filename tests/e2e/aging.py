"""Time that a test cannot wait for."""

from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney


def let_a_week_pass(databases: Databases, learner: LearnerJourney) -> None:
    """As the owner: a stored result never changes otherwise."""
    for statement in (
        "alter table results_result disable trigger results_result_immutable",
        "update results_result set received_at = received_at - interval '7 days'",
        "alter table results_result enable trigger results_result_immutable",
    ):
        parameters = [learner.student.id] if statement.startswith("update") else []
        condition = " where learner_id = %s" if parameters else ""
        databases.query("core", statement + condition, *parameters)
