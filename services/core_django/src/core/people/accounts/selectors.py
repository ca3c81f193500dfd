"""Reads of accounts. Row-level security is the second lock on each of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from core.people.accounts import domain
from core.people.accounts.errors import LearnerErased
from core.people.accounts.models import Credential, OneTimeLink, RoleGrant, User
from core.platform.access.actors import Actor
from core.platform.common.errors import NotFound
from talent_contracts.vocabulary import Role

_ERASED = User.Status.ERASED


def get_self(actor: Actor) -> User:
    """The actor's own account."""
    user = User.objects.filter(id=actor.id).first()
    if user is None:
        raise NotFound
    return user


def list_roles(user_id: UUID) -> frozenset[Role]:
    """The roles a user holds."""
    found = RoleGrant.objects.filter(user_id=user_id).values_list("role", flat=True)
    return frozenset(Role(role) for role in found)


def list_students(actor: Actor, *, search: str | None, status: str | None) -> QuerySet[User]:
    """Students an admin may see, the erased only when asked for; nothing for anyone else."""
    if not actor.has(Role.ADMIN):
        return User.objects.none()
    students = _list_students()
    if search:
        for word in search.split()[:5]:
            students = students.filter(
                Q(email__icontains=word)
                | Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
            )
    return students.filter(status=status) if status else students.exclude(status=_ERASED)


def get_student(actor: Actor, student_id: UUID, *, lock: bool = False) -> User:
    """One student for an admin; NotFound for anyone else or another kind of account."""
    students = _list_students() if actor.has(Role.ADMIN) else User.objects.none()
    if lock:
        students = students.select_for_update(of=("self",))
    student = students.filter(id=student_id).first()
    if student is None:
        raise NotFound
    return student


def get_present_student(actor: Actor, student_id: UUID, *, lock: bool = False) -> User:
    """As ``get_student``, for whoever changes one. Raises LearnerErased too."""
    student = get_student(actor, student_id, lock=lock)
    if student.status == _ERASED:
        raise LearnerErased
    return student


def _list_students() -> QuerySet[User]:
    return User.objects.filter(role_grants__role=Role.STUDENT)


def find_by_email(email: str) -> User | None:
    """For the pre-login flows of the ``auth`` role."""
    return User.objects.filter(email=domain.normalise_email(email)).first()


def find_password_hash(user_id: UUID) -> str | None:
    """For the pre-login flows of the ``auth`` role."""
    return (
        Credential.objects.filter(user_id=user_id).values_list("password_hash", flat=True).first()
    )


def has_accepted_invitation(user_id: UUID) -> bool:
    """Whether the account ever set its first password."""
    return OneTimeLink.objects.filter(
        user_id=user_id, purpose=OneTimeLink.Purpose.INVITATION, used_at__isnull=False
    ).exists()


@dataclass(frozen=True, slots=True)
class LiveLogin:
    """What a request's token is held against."""

    status: str
    token_version: int
    roles: frozenset[Role]


_LIVE_LOGIN = """
select u.status, u.token_version,
  array(select g.role from accounts_role_grant g where g.user_id = u.id)
from accounts_login_session s join accounts_user u on u.id = s.user_id
where s.id = %s and s.user_id = %s and s.ended_at is null
"""


def find_live_login(session_id: UUID, user_id: UUID) -> LiveLogin | None:
    """A living login with its account's state, in one statement: every request asks."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVE_LOGIN, [session_id, user_id])
        row = cursor.fetchone()
    return LiveLogin(row[0], row[1], frozenset(map(Role, row[2]))) if row else None
