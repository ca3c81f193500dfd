"""Refusals of the portfolio."""

from core.platform.common.errors import DomainError


class ItemChanged(DomainError):
    code, title, status = (
        "item-changed",
        "The item changed meanwhile; read it again and repeat",
        409,
    )
