import pytest

from talent_contracts.metrics import METRICS, Sample, group_samples, list_metrics


class TestGroupSamples:
    def test_names_every_metric_also_without_samples(self) -> None:
        one = Sample("receiver_away", {"receiver": "core"}, 1.0)
        found = group_samples([one], service="profiler")
        assert set(found) == set(list_metrics(service="profiler"))
        assert found["receiver_away"] == [one]
        assert found["keys"] == []

    def test_refuses_a_metric_of_the_other_service(self) -> None:
        with pytest.raises(KeyError):
            group_samples([Sample("journey_repaired", {}, 1.0)], service="profiler")

    def test_refuses_labels_of_another_metric(self) -> None:
        with pytest.raises(ValueError, match="other labels"):
            group_samples([Sample("keys", {"kind": "x"}, 1.0)], service="core")

    def test_leaves_no_metric_to_nobody(self) -> None:
        told = list_metrics(service="core") | list_metrics(service="profiler")
        assert told == METRICS
