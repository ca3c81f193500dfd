import pytest

from infra.local.errors import LocalError
from infra.local.settings import read_settings

URLS = {
    "CORE_DATABASE_URL": "postgresql://a",
    "CORE_DATABASE_OWNER_URL": "postgresql://b",
    "PROFILER_DATABASE_URL": "postgresql://c",
    "PROFILER_DATABASE_OWNER_URL": "postgresql://d",
}


class TestReadSettings:
    def test_decides_everything_when_nothing_is_given(self) -> None:
        settings = read_settings({})

        assert (settings.core_port, settings.profiler_port) == (8000, 8001)
        assert settings.environment == "development"
        assert settings.run_dir.name == ".run"
        assert not settings.has_external_databases
        assert settings.wants_demo_data

    @pytest.mark.parametrize("value", ["0", "65536", "-1", "eighty", "8000x", "٨٠"])
    def test_names_the_setting_when_a_port_is_none(self, value: str) -> None:
        with pytest.raises(LocalError, match="CORE_PORT"):
            read_settings({"CORE_PORT": value})

    def test_refuses_when_both_services_want_one_port(self) -> None:
        with pytest.raises(LocalError, match="both 9000"):
            read_settings({"CORE_PORT": "9000", "PROFILER_PORT": "9000"})

    def test_refuses_when_the_environment_is_unknown(self) -> None:
        with pytest.raises(LocalError, match="ENVIRONMENT"):
            read_settings({"ENVIRONMENT": "prod"})

    def test_uses_external_databases_when_all_four_are_given(self) -> None:
        assert read_settings(URLS).has_external_databases

    @pytest.mark.parametrize("missing", URLS)
    def test_names_the_missing_address_when_only_three_are_given(self, missing: str) -> None:
        given = {name: url for name, url in URLS.items() if name != missing}

        with pytest.raises(LocalError, match=f"set {missing}$"):
            read_settings(given)

    def test_leaves_demo_data_out_when_told_so(self) -> None:
        assert not read_settings({"DEMO_DATA": "0"}).wants_demo_data

    def test_refuses_embedded_engines_when_in_production(self) -> None:
        with pytest.raises(LocalError, match="no embedded engines"):
            read_settings({**URLS, "ENVIRONMENT": "production"})

    def test_starts_in_production_when_all_engines_are_external(self) -> None:
        given = {**URLS, "REDIS_URL": "redis://a", "ENVIRONMENT": "production"}

        assert read_settings(given).environment == "production"
