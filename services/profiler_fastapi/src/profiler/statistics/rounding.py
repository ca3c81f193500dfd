"""Four decimals are more than any of these figures can claim."""


def round_told(value: float) -> float:
    """The value as it is told; never minus zero."""
    return round(value, 4) + 0.0
