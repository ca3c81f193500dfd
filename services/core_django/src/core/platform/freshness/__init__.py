"""One version per learner; a dashboard row that is older is dirty."""
