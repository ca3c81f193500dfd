"""Use cases of profiling."""
