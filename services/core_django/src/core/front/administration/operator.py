"""What the operator's commands do; they run as the database's owner."""

from core.people.accounts import passwords, selectors, steps
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from talent_contracts.vocabulary import Role


@use_case()
def _create(*, actor: Actor, email: str, password: str, role: Role, name: tuple[str, str]) -> bool:
    if selectors.find_by_email(email) is not None:
        return False
    passwords.check_policy(password, [role])
    user = steps.create_account(
        email=email,
        first_name=name[0],
        last_name=name[1],
        roles=[role],
        status=User.Status.ACTIVE,
    )
    steps.write_password(user, password)
    return True


def ensure_admin(*, email: str, password: str) -> bool:
    """Create an active admin; False if the address is taken. InvalidInput for a weak password."""
    return _create(
        actor=Actor.system("operator"),
        email=email,
        password=password,
        role=Role.ADMIN,
        name=("First", "Admin"),
    )


def ensure_mentor(*, email: str, password: str) -> bool:
    """Create an active mentor; False if the address is taken. InvalidInput for a weak password."""
    return _create(
        actor=Actor.system("operator"),
        email=email,
        password=password,
        role=Role.MENTOR,
        name=("Marta", "Mentor"),
    )
