"""The profiler: it asks, scores and hands over one result per learner and epoch."""
