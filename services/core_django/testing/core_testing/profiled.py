"""Learners with a result."""

from uuid import UUID

from core_testing import sync
from tests.clients.core_client import CoreClient


def profile(core: CoreClient, admin: CoreClient) -> CoreClient:
    """A learner with a result."""
    student = admin.create_active_student()
    learner = core.log_in(student.email, student.password)
    take_profile(learner)
    return learner


def take_profile(learner: CoreClient, epoch: int = 1) -> None:
    ticket = learner.post("/profiler/tickets").json()["ticket"]
    sync.send(learner, sync.event_body(id_of(learner), epoch, ticket)).raise_for_status()


def id_of(learner: CoreClient) -> UUID:
    return UUID(learner.me()["user"]["id"])
