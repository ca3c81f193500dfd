"""What every room of the profiler stands on."""
