"""Why an item got no result of its own."""


class CoalesceError(Exception):
    """The item was not run, or nobody can say what became of it."""


class Overloaded(CoalesceError):
    """As many items wait as may wait. The item was not taken: try again later."""


class Closed(CoalesceError):
    """The coalescer is shut down. An item that had not begun was not run."""


class RunBroken(CoalesceError):
    """The batch function broke its promise: a wrong number of results, or it cancelled itself."""
