"""Erasing a person, here and in the profiler."""
