"""The one refusal of the local system."""


class LocalError(Exception):
    """Something the user can fix. The message is the one line that says what and how."""
