"""Accounts and everything that proves them. Secrets are stored as hashes only."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from core.platform.common.ids import new_id
from talent_contracts.vocabulary import Role


class User(AbstractBaseUser):
    """A person. The password hash lives in Credential, which only the ``auth`` role reads."""

    class Status(models.TextChoices):
        INVITED = "invited"
        ACTIVE = "active"
        SUSPENDED = "suspended"
        DEACTIVATED = "deactivated"
        ERASED = "erased"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    password = None  # type: ignore[assignment]  # AbstractBaseUser's column is not ours.
    last_login = None  # LoginSession knows it.
    email = models.EmailField(max_length=254, unique=True)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.INVITED)
    must_change_password = models.BooleanField(default=False)
    token_version = models.IntegerField(default=1)
    time_zone = models.CharField(max_length=64, default="UTC")
    locale = models.CharField(max_length=16, default="en")
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "accounts_user"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_lower"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["invited", "active", "suspended", "deactivated", "erased"]
                ),
                name="accounts_user_status",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # a column in Django's own user.
        """Whether the account may log in."""
        return self.status == self.Status.ACTIVE

    def get_session_auth_hash(self) -> str:
        """Ends Django admin sessions whenever the token version rises."""
        return salted_hmac("accounts.User", f"{self.id}:{self.token_version}").hexdigest()


class RoleGrant(models.Model):
    """One role of one user. ``scope`` is ``global`` until organisations exist."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="role_grants")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    scope = models.CharField(max_length=60, default="global")
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_role_grant"
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="accounts_role_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]),
                name="accounts_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Credential(models.Model):
    """The argon2id hash of one user."""

    user = models.OneToOneField(User, on_delete=models.RESTRICT, primary_key=True)
    password_hash = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_credential"

    def __str__(self) -> str:
        return str(self.user_id)


class LoginSession(models.Model):
    """One login (``sid``) and the family of refresh tokens that grew from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="login_sessions")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=40, null=True)

    class Meta:
        db_table = "accounts_login_session"

    def __str__(self) -> str:
        return str(self.id)


class RefreshToken(models.Model):
    """One rotating token; ``successor`` is what replaced it, ``died_at`` a successor unused."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(
        LoginSession, on_delete=models.RESTRICT, related_name="refresh_tokens"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)
    successor = models.ForeignKey("self", on_delete=models.RESTRICT, null=True)
    died_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_refresh_token"

    def __str__(self) -> str:
        return str(self.id)


class OneTimeLink(models.Model):
    """An invitation or a password reset: single use, hashed at rest."""

    class Purpose(models.TextChoices):
        INVITATION = "invitation"
        PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a secret.

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="one_time_links")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_one_time_link"

    def __str__(self) -> str:
        return str(self.id)
