"""What a start decides about the addresses of its own services."""

from pathlib import Path

from infra.local.known import collect_settings
from infra.local.settings import read_settings
from infra.tests.harness import make_instance


def collect(tmp_path: Path, **given: str) -> dict[str, str]:
    return collect_settings(read_settings(given), make_instance(tmp_path), "redis://cache")


class TestCollectSettings:
    def test_leads_the_services_to_each_other(self, tmp_path: Path) -> None:
        found = collect(tmp_path, CORE_PORT="9000", PROFILER_PORT="9001")

        assert found["CORE_INTERNAL_URL"] == "http://127.0.0.1:9000"
        assert found["PROFILER_INTERNAL_URL"] == "http://127.0.0.1:9001"

    def test_leads_through_a_proxy_when_a_fault_test_asks(self, tmp_path: Path) -> None:
        proxies = {"FAILPOINT_CORE_URL": "http://p:1", "FAILPOINT_PROFILER_URL": "http://p:2"}
        found = collect(tmp_path, **proxies)

        assert found["CORE_INTERNAL_URL"] == "http://p:1"
        assert found["PROFILER_INTERNAL_URL"] == "http://p:2"
        assert found["CORE_PUBLIC_URL"] == "http://127.0.0.1:8000"
