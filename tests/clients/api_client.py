"""What both clients share: one connection, one token, requests below one path."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import httpx

from tests.clients.transport import ContractTransport, load_document


class ApiClient:
    """One user's view of a service. ``token`` is the access token, if logged in."""

    SERVICE: ClassVar[str]
    API: ClassVar[str]

    def __init__(self, http: httpx.Client, token: str | None = None) -> None:
        self.http = http
        self.token = token

    @classmethod
    def connect(cls, base_url: str, *, inner: httpx.BaseTransport | None = None) -> Self:
        """A client whose every answer is held against the committed document."""
        transport = ContractTransport(inner or httpx.HTTPTransport(), load_document(cls.SERVICE))
        return cls(httpx.Client(base_url=base_url, transport=transport, timeout=15))

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **kwargs: Any
    ) -> httpx.Response:
        """Any request below ``API``, with this user's token."""
        sent = dict(headers or {})
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        return self.http.request(method, self.API + path, headers=sent, **kwargs)

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        """GET below ``API``."""
        return self.request("GET", path, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        """POST below ``API``; ``{}`` where no body is given."""
        return self.request("POST", path, json={} if json is None else json, **kwargs)
