"""The seeded modules."""


def mandatory_module_ids() -> tuple[str, ...]:
    """Ids of the modules every learner completes."""
    return ()
