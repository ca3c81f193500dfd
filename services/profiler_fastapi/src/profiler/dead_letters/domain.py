"""Showing an event without showing what a person wrote, or what lets one act for them."""

import json

from talent_contracts.masking import mask_personal_text
from talent_contracts.model import JsonObject


def mask_event(body: bytes) -> JsonObject:
    """The event of a stored body; its ticket is masked whatever it looks like."""
    event: JsonObject = json.loads(body)
    masked: JsonObject = mask_personal_text(event)
    if "ticket" in event:
        masked["ticket"] = f"({len(event['ticket'])} characters)"
    return masked
