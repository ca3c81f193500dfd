"""Is it alive, is it ready, and the published contract."""
