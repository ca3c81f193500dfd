"""The hot path: answers that need nothing unusual, stored many at a time."""
