"""Use cases of foundations; each holds the learner's journey lock."""
