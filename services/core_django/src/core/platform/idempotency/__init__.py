"""Idempotency-Key on every POST: the effect happens once, the answer is repeated for 24 hours."""
