"""What a 422 refuses."""

import httpx


def list_faults(response: httpx.Response) -> list[tuple[str | None, str]]:
    """Pointer and code of every refused value."""
    return [(fault["pointer"], fault["code"]) for fault in response.json()["errors"]]
