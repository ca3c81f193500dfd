"""The figures of ``GET /metrics`` as an operator's tools read them."""

from prometheus_client.parser import text_string_to_metric_families

from talent_contracts.metrics import PREFIX


def read_figures(exposition: str) -> dict[tuple[str, ...], float]:
    """Each value by its metric, named without the prefix, and its labels in the order of their
    names.
    """
    return {
        (
            sample.name.removeprefix(PREFIX),
            *(value for _, value in sorted(sample.labels.items())),
        ): sample.value
        for family in text_string_to_metric_families(exposition)
        for sample in family.samples
    }
