"""Each event has its effect once, by one row per (source, event)."""
