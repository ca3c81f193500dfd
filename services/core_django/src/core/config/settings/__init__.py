"""Django settings: base, and what local, test and production change."""
