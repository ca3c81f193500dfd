"""What the operator's commands do; they run as the database's owner."""

from core.people.accounts import passwords, selectors, steps
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from talent_contracts.vocabulary import Role


@use_case()
def _create(*, actor: Actor, email: str, password: str) -> bool:
    if selectors.find_by_email(email) is not None:
        return False
    passwords.check_policy(password, [Role.ADMIN])
    user = steps.create_account(
        email=email,
        first_name="First",
        last_name="Admin",
        roles=[Role.ADMIN],
        status=User.Status.ACTIVE,
    )
    steps.write_password(user, password)
    return True


def ensure_admin(*, email: str, password: str) -> bool:
    """Create an active admin; False if the address is taken. InvalidInput for a weak password."""
    return _create(actor=Actor.system("operator"), email=email, password=password)
