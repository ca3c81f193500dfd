"""Login, refresh, logout, keys, invitation, password change and reset."""

from datetime import datetime
from typing import Literal, TypedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.people.accounts import errors, schemas, tokens
from core.people.accounts.services import credentials, login, sessions
from core.platform.common.errors import TooManyRequests
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import ANYONE, SIGNED_IN

_COOKIE = settings.REFRESH_COOKIE_NAME
_HINT = settings.LOGIN_COOKIE_NAME
_COOKIE_PATH = "/api/v1/auth"


class _CookieRules(TypedDict):
    expires: datetime
    secure: bool
    samesite: Literal["Strict"]


def client_address(request: HttpRequest) -> str:
    """The peer's address; a proxy in front must set it on the connection it opens."""
    return str(request.META.get("REMOTE_ADDR", ""))


class LoginView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Log in",
        body=schemas.LoginIn,
        answers={200: schemas.TokensOut},
        refusals=[errors.InvalidCredentials, TooManyRequests],
        idempotent=False,
    )
    def post(self, call: Call, *, body: schemas.LoginIn) -> Reply:
        """Answer with an access token of 15 minutes and a refresh token of 14 days."""
        pair = login.log_in(
            email=body.email, password=body.password, address=client_address(call.http)
        )
        return _tokens(pair, in_cookie=body.refresh_delivery == "cookie")


class RefreshView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Refresh the access token",
        body=schemas.RefreshIn,
        answers={200: schemas.TokensOut},
        refusals=[errors.InvalidRefreshToken, errors.OriginRefused],
        idempotent=False,
    )
    def post(self, call: Call, *, body: schemas.RefreshIn) -> Reply:
        """Rotate the refresh token of the body, or of the cookie when the body names none."""
        if body.refresh_token is not None:
            return _tokens(sessions.refresh(refresh_token=body.refresh_token), in_cookie=False)
        if call.http.headers.get("Origin") != settings.ENV.core_public_url:
            raise errors.OriginRefused
        pair = sessions.refresh(refresh_token=call.http.COOKIES.get(_COOKIE, ""))
        return _tokens(pair, in_cookie=True)


class LogoutView(Endpoint):
    @operation(
        who=SIGNED_IN,
        summary="Log out",
        body=schemas.LogoutIn,
        answers={200: schemas.DoneOut},
        idempotent=False,
    )
    def post(self, call: Call, *, body: schemas.LogoutIn) -> Reply:
        """End this login, or all of the account's; tokens of before stop counting."""
        if body.everywhere:
            sessions.log_out_everywhere(actor=call.actor)
        elif call.principal is not None:
            sessions.log_out(actor=call.actor, session_id=call.principal.session_id)
        return Reply(body=schemas.DoneOut(), decorate=_clear_cookies)


class JwksView(Endpoint):
    @operation(who=ANYONE, summary="Public keys", answers={200: schemas.JwksOut})
    def get(self, call: Call) -> Reply:
        """The keys that verify access tokens (purpose token) and tickets (purpose ticket)."""
        keys = [schemas.JwkOut.model_validate(key) for key in tokens.published_keys()]
        return Reply(
            body=schemas.JwksOut(keys=keys), headers={"Cache-Control": "public, max-age=60"}
        )


class AcceptInvitationView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Accept an invitation",
        body=schemas.LinkIn,
        answers={200: schemas.DoneOut},
        refusals=[errors.InvalidLink],
        idempotent=False,
    )
    def post(self, call: Call, *, body: schemas.LinkIn) -> schemas.DoneOut:
        """Set the first password; the account becomes active and may log in."""
        credentials.accept_invitation(token=body.token, password=body.password)
        return schemas.DoneOut()


class ChangePasswordView(Endpoint):
    @operation(
        who=SIGNED_IN,
        summary="Change the own password",
        body=schemas.ChangePasswordIn,
        answers={200: schemas.DoneOut},
        refusals=[errors.InvalidCredentials, TooManyRequests],
        idempotent=False,
    )
    def post(self, call: Call, *, body: schemas.ChangePasswordIn) -> schemas.DoneOut:
        """Replace the password after showing the current one; every login ends, this one too."""
        credentials.change_password(
            actor=call.actor,
            current_password=body.current_password,
            new_password=body.new_password,
            address=client_address(call.http),
        )
        return schemas.DoneOut()


class RequestPasswordResetView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Ask for a password reset link",
        body=schemas.ResetRequestIn,
        answers={202: schemas.DoneOut},
        refusals=[TooManyRequests],
        idempotent=False,
    )
    def post(self, call: Call, *, body: schemas.ResetRequestIn) -> Reply:
        """Mail a link of one hour if an active account has this address; the answer never tells."""
        credentials.request_password_reset(email=body.email, address=client_address(call.http))
        return Reply(body=schemas.DoneOut(), status=202)


class ResetPasswordView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Set a new password by link",
        body=schemas.LinkIn,
        answers={200: schemas.DoneOut},
        refusals=[errors.InvalidLink],
        idempotent=False,
    )
    def post(self, call: Call, *, body: schemas.LinkIn) -> schemas.DoneOut:
        """Set a new password; every login of before ends."""
        credentials.reset_password(token=body.token, password=body.password)
        return schemas.DoneOut()


def _tokens(pair: login.TokenPair, *, in_cookie: bool) -> Reply:
    body = schemas.TokensOut(
        access_token=pair.access_token,
        token_type="Bearer",  # noqa: S106 - the scheme's name.
        expires_in=pair.expires_in_s,
        refresh_token=None if in_cookie else pair.refresh_token,
    )
    if not in_cookie:
        return Reply(body=body)

    def set_cookies(response: HttpResponse) -> None:
        given: _CookieRules = {
            "expires": pair.refresh_expires_at,
            "secure": settings.ENV.is_https,
            "samesite": "Strict",
        }
        response.set_cookie(_COOKIE, pair.refresh_token, path=_COOKIE_PATH, httponly=True, **given)
        response.set_cookie(_HINT, "1", **given)

    return Reply(body=body, decorate=set_cookies)


def _clear_cookies(response: HttpResponse) -> None:
    response.delete_cookie(_COOKIE, path=_COOKIE_PATH)
    response.delete_cookie(_HINT)
