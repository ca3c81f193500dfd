import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from talent_contracts.keyrings import Keyring, KeyringInvalid, new_key
from talent_contracts.metrics import (
    METRICS,
    Sample,
    fill_families,
    group_samples,
    is_operator,
    list_metrics,
    read_keys,
)

OPERATOR = SecretStr("a-token-of-the-operator")


@dataclass
class Gauge:
    """A family of a library that only remembers."""

    name: str
    about: str
    labels: Sequence[str]
    values: list[tuple[list[str], float]] = field(default_factory=list)

    def add_metric(self, labels: Sequence[str], value: float) -> None:
        self.values.append((list(labels), value))


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


class TestFillFamilies:
    def test_makes_every_metric_of_the_service_also_without_samples(self) -> None:
        found = list(fill_families([], Gauge, service="core"))
        told = list_metrics(service="core")
        assert [(one.name, one.about, one.labels) for one in found] == [
            (f"talent_{name}", metric.help, metric.labels) for name, metric in told.items()
        ]
        assert [one.values for one in found] == [[] for _ in told]

    def test_orders_the_labels_of_a_sample_as_the_family_does(self) -> None:
        samples = [
            Sample("keys", {"state": "active", "ring": "sync"}, 1.0),
            Sample("keys", {"ring": "sync", "state": "next"}, 0.0),
        ]
        families = fill_families(samples, Gauge, service="profiler")
        (keys,) = [one for one in families if one.name == "talent_keys"]
        assert keys.values == [(["sync", "active"], 1.0), (["sync", "next"], 0.0)]


class TestReadKeys:
    @pytest.fixture
    def changed_at(self, tmp_path: Path) -> float:
        """When the only key file of the folder last changed."""
        file = tmp_path / "sync.json"
        file.write_text(Keyring(keys=[new_key("sync")]).public().model_dump_json())
        os.utime(file, (1_000.0, 1_000.0))
        return 1_000.0

    def test_counts_every_state_and_tells_the_age(self, tmp_path: Path, changed_at: float) -> None:
        age, *states = read_keys(tmp_path, now=changed_at + 90)
        assert age == Sample("keyring_age_seconds", {"ring": "sync"}, 90.0)
        assert {one.labels["state"]: one.value for one in states} == {
            "next": 0,
            "active": 1,
            "retiring": 0,
            "revoked": 0,
        }
        assert {(one.metric, one.labels["ring"]) for one in states} == {("keys", "sync")}

    def test_tells_no_age_below_zero_when_a_file_is_of_the_future(
        self, tmp_path: Path, changed_at: float
    ) -> None:
        age, *_ = read_keys(tmp_path, now=changed_at - 90)
        assert age.value == 0.0

    def test_refuses_a_file_that_cannot_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "sync.json").write_text("{")
        with pytest.raises(KeyringInvalid):
            list(read_keys(tmp_path, now=0.0))


class TestIsOperator:
    def test_knows_the_token(self) -> None:
        assert is_operator("Bearer a-token-of-the-operator", OPERATOR)

    @pytest.mark.parametrize(
        "sent", ["", "Bearer", "Bearer wrong", "a-token-of-the-operator", "Bearer \u00e9"]
    )
    def test_knows_no_other(self, sent: str) -> None:
        assert not is_operator(sent, OPERATOR)
