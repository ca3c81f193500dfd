"""The doors of profiling, by who comes through them."""
