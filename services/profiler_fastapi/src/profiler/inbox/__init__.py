"""Signed events from core, each applied at most once."""
