"""Read models over the wings below."""
