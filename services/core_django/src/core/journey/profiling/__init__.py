"""Tickets out, signed results in."""
