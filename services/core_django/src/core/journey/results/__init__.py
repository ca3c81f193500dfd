"""Profiling results as received, one per learner and epoch."""
