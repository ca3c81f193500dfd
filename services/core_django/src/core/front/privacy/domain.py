"""When an account may be erased."""

from collections.abc import Collection
from enum import StrEnum

from talent_contracts.vocabulary import Role


class Obstacle(StrEnum):
    """Why a student cannot be erased now."""

    NOT_DEACTIVATED = "not-deactivated"
    FURTHER_ROLES = "further-roles"


SENTENCES = {
    Obstacle.NOT_DEACTIVATED: "Deactivate the student first: until then nothing is lost for good.",
    Obstacle.FURTHER_ROLES: "This account is more than a student's: take its other roles first.",
}


def find_obstacle(*, is_deactivated: bool, roles: Collection[Role]) -> Obstacle | None:
    """What stands in the way of erasing; the one that is mended first."""
    if set(roles) != {Role.STUDENT}:
        return Obstacle.FURTHER_ROLES
    return None if is_deactivated else Obstacle.NOT_DEACTIVATED
