"""What other rooms' use cases do with foundations."""

from uuid import UUID

from core.platform.access.scopes import step


@step
def withdraw_confirmation(learner_id: UUID) -> None:
    """A reset takes the track's confirmation; progress and assessment stay."""
