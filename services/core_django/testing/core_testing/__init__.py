"""What core's tests share: databases, raw SQL by role, signed events."""
