"""Events on their way to core: a row first, a signed request later, exactly one effect."""
