"""Who am I and where do I go next."""
