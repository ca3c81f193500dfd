"""Slows guessing per account and address; counts failures only, so it locks nobody out for good.

Windows are five minutes. The account as a whole has a high limit, because a low one would let a
stranger keep its owner out.
"""

import hashlib

from django.core.cache import cache

from core.people.accounts import domain
from core.platform.common.errors import TooManyRequests

WINDOW_S = 300
LIMITS = {"pair": 10, "address": 100, "account": 100, "reset": 5}


def check_login(account: str, address: str) -> None:
    """Raises TooManyRequests with the seconds to wait."""
    for kind, key in _keys(account, address).items():
        _refuse_above(key, LIMITS[kind])


def count_failed_login(account: str, address: str) -> None:
    """Count one failure against the pair, the address and the account."""
    for key in _keys(account, address).values():
        _increment(key)


def forget_failures(account: str, address: str) -> None:
    """A success clears what was counted against this account from this address."""
    cache.delete(_keys(account, address)["pair"])


def count_reset_request(account: str, address: str) -> None:
    """Count a request for mail; TooManyRequests above five per account and window."""
    key = "reset:" + _digest(domain.normalise_email(account))
    _refuse_above(key, LIMITS["reset"])
    _refuse_above("address:" + _digest(address), LIMITS["address"])
    _increment(key)


def _keys(account: str, address: str) -> dict[str, str]:
    name = _digest(domain.normalise_email(account))
    return {
        "pair": f"login:{name}:{_digest(address)}",
        "address": "address:" + _digest(address),
        "account": "account:" + name,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _refuse_above(key: str, limit: int) -> None:
    if int(cache.get(key, 0)) >= limit:
        raise TooManyRequests(
            "Too many attempts; wait a few minutes and try again.", retry_after_s=WINDOW_S
        )


def _increment(key: str) -> None:
    cache.add(key, 0, timeout=WINDOW_S)
    try:
        cache.incr(key)
    except ValueError:
        cache.add(key, 1, timeout=WINDOW_S)
