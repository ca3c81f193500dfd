"""Refusals of the outbox."""


class LeaseLost(RuntimeError):
    """Another relay took a delivery over; its word counts."""
