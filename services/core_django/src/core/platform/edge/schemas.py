"""Schemas that belong to no room."""

from talent_contracts.model import StrictModel


class EmptyIn(StrictModel):
    """``{}``, or no body at all."""
