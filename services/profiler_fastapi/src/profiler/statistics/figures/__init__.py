"""The statistics themselves: pure functions of counts, each with its source."""
