"""From a bearer token to a principal: signature first, then session, version and roles."""

from core.people.accounts import selectors, tokens
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading
from core.platform.common.errors import NotAuthenticated
from core.platform.edge.principals import Principal


def authenticate(token: str) -> Principal:
    """The principal of an access token. Its session, version and roles are read now, so a logout,
    a deactivation or a lost role counts at once, whatever the token says.
    """
    claims = tokens.read_access_token(token)
    with reading(Actor(user_id=claims.sub)):
        login = selectors.find_live_login(claims.sid, claims.sub)
    if login is None or login.status != User.Status.ACTIVE:
        raise NotAuthenticated("This login has ended; log in again.")
    if login.token_version != claims.ver:
        raise NotAuthenticated("This access token was revoked; log in again.")
    return Principal(actor=Actor(user_id=claims.sub, roles=login.roles), session_id=claims.sid)
