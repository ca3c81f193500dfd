"""Resets racing results, on core's real code and a real database: seeded schedules, judged."""
