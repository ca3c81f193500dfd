"""``Idempotency-Key``: a POST that is sent again has one effect and one answer."""
