"""The learner's dashboard: one stored row per learner, refreshed by events, repaired by reads."""
