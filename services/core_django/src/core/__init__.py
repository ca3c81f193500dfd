"""Core: the source of truth of Talent Engine."""
