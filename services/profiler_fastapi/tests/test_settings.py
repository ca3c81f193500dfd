"""Boot fails with the sentence that names the fix, and never with a secret."""

from pathlib import Path

import pytest

from profiler.app import create_app
from profiler.settings import Settings, SettingsInvalid
from talent_contracts.keyrings import KeyringInvalid

GOOD = {
    "ENVIRONMENT": "test",
    "CORE_PUBLIC_URL": "https://academy.example/",
    "CORE_INTERNAL_URL": "http://core:8000",
    "PROFILER_PUBLIC_URL": "https://profiler.example",
    "PROFILER_KEYS_DIR": "/nowhere",
    "PROFILER_DATABASE_URL": "postgresql://u:hidden@db/profiler",
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*GOOD, "PROFILER_DATABASE_WORKER_URL", "PROFILER_DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)


def load(monkeypatch: pytest.MonkeyPatch, **changes: str) -> Settings:
    for name, value in {**GOOD, **changes}.items():
        monkeypatch.setenv(name, value)
    return Settings.load()


class TestLoad:
    def test_names_every_missing_setting(self) -> None:
        with pytest.raises(SettingsInvalid) as invalid:
            Settings.load()
        assert all(name in str(invalid.value) for name in GOOD if name != "PROFILER_DATABASE_URL")

    def test_audiences_follow_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = load(monkeypatch)
        assert settings.own_audience == "talent-profiler:test"
        assert settings.audience_of_core == "talent-core:test"
        assert settings.core_public_url == "https://academy.example"

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("CORE_PUBLIC_URL", "academy.example"),
            ("PROFILER_DATABASE_URL", "mysql://u:hidden@db/x"),
            ("ENVIRONMENT", "Two Words"),
        ],
    )
    def test_names_the_setting_and_no_secret(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        with pytest.raises(SettingsInvalid, match=name) as invalid:
            load(monkeypatch, **{name: value})
        assert "hidden" not in str(invalid.value)

    def test_an_unset_address_is_named_when_needed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(SettingsInvalid, match="PROFILER_DATABASE_OWNER_URL"):
            load(monkeypatch).get_database_url("profiler_database_owner_url")

    @pytest.mark.parametrize(("given", "is_on"), [("1", True), ("0", False), ("true", True)])
    def test_the_short_form_has_a_flag(
        self, monkeypatch: pytest.MonkeyPatch, given: str, is_on: bool
    ) -> None:
        assert not load(monkeypatch).profiler_short_mode
        assert load(monkeypatch, PROFILER_SHORT_MODE=given).profiler_short_mode is is_on

    def test_passwords_are_not_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "hidden" not in repr(load(monkeypatch))

    def test_start_fails_when_core_is_not_trusted_yet(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        settings = load(monkeypatch, PROFILER_KEYS_DIR=str(tmp_path))
        with pytest.raises(KeyringInvalid, match="keyrings ensure"):
            create_app(settings)
