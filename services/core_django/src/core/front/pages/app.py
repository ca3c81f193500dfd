"""The page that holds the web app, the same under every address of it."""

import secrets
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Scripts come from this origin alone. Styles also carry the nonce, because the component library
# writes its theme into a style element; what React sets on an element is no inline style.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self' {profiler}; "
    "manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@require_safe
@cache_control(no_cache=True, private=True)
def show_app(request: HttpRequest, **_: str) -> HttpResponse:
    """The app's page with a nonce of its own. Who comes by another name of this host, such as
    localhost, is sent to the one that the cookie and the profiler know.
    """
    public = settings.ENV.core_public_url
    if request.get_host() != urlsplit(public).netloc:
        return redirect(public + request.get_full_path())
    nonce = secrets.token_urlsafe(16)
    profiler = settings.ENV.profiler_public_url
    page = _read_page()
    for mark, value in (
        ("__CSP_NONCE__", nonce),
        ("__PROFILER_URL__", profiler),
        ("__LOGIN_COOKIE__", settings.LOGIN_COOKIE_NAME),
    ):
        page = page.replace(mark, value)
    response = HttpResponse(page)
    response["Content-Security-Policy"] = _POLICY.format(nonce=nonce, profiler=profiler)
    return response


@require_safe
@cache_control(no_cache=True)
def show_service_worker(_: HttpRequest) -> HttpResponse:
    """The app's service worker; only at the root may it answer for every page."""
    response = HttpResponse(_read_service_worker(), content_type="text/javascript")
    response["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    return response


@cache
def _read_service_worker() -> bytes:
    return (settings.WEB_APP / "service-worker.js").read_bytes()


@cache
def _read_page() -> str:
    return (settings.WEB_APP / "index.html").read_text(encoding="utf-8")
