"""The row every other room reads: epoch, flags, track, and the next step."""
