"""From a bearer token to a principal: signature first, then session, version and roles."""

from core.people.accounts import tokens
from core.people.accounts.models import LoginSession
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading
from core.platform.common.errors import NotAuthenticated
from core.platform.edge.principals import Principal
from talent_contracts.vocabulary import Role


def authenticate(token: str) -> Principal:
    """The principal of an access token. Its session, version and roles are read now, so a logout,
    a deactivation or a lost role counts at once, whatever the token says.
    """
    claims = tokens.read_access_token(token)
    with reading(Actor(user_id=claims.sub)):
        session = (
            LoginSession.objects.select_related("user")
            .prefetch_related("user__role_grants")
            .filter(id=claims.sid, user_id=claims.sub, ended_at__isnull=True)
            .first()
        )
        if session is None or not session.user.is_active:
            raise NotAuthenticated("This login has ended; log in again.")
        if session.user.token_version != claims.ver:
            raise NotAuthenticated("This access token was revoked; log in again.")
        roles = frozenset(Role(grant.role) for grant in session.user.role_grants.all())
    return Principal(actor=Actor(user_id=claims.sub, roles=roles), session_id=claims.sid)
