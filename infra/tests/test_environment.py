"""Who sees what: the rule that a web process never holds an owner's key."""

from pathlib import Path

import pytest

from infra.local.environment import Group, select_environment
from infra.local.known import collect_settings
from infra.local.settings import read_settings
from infra.tests.harness import make_instance

CORE_GROUPS = [Group.CORE_OWNER, Group.CORE_APP, Group.CORE_WORKER]
PROFILER_GROUPS = [Group.PROFILER_OWNER, Group.PROFILER_APP, Group.PROFILER_WORKER]


@pytest.fixture
def known(tmp_path: Path) -> dict[str, str]:
    instance = make_instance(tmp_path)
    terminal = {"PATH": "/bin", "HOME": "/home", "AWS_SECRET_ACCESS_KEY": "mine", "LC_ALL": "C"}
    found = collect_settings(read_settings(terminal), instance, "redis://cache")
    return {**found, "ADMIN_PASSWORD": "admin"}


class TestSelectEnvironment:
    @pytest.mark.parametrize("group", [*Group])
    def test_leaves_strangers_secrets_out(self, known: dict[str, str], group: Group) -> None:
        assert "AWS_SECRET_ACCESS_KEY" not in select_environment(group, known)

    @pytest.mark.parametrize("group", [*Group])
    def test_keeps_what_programs_need_from_the_terminal(
        self, known: dict[str, str], group: Group
    ) -> None:
        selected = select_environment(group, known)

        assert (selected["PATH"], selected["HOME"], selected["LC_ALL"]) == ("/bin", "/home", "C")

    @pytest.mark.parametrize(
        "group",
        [Group.CORE_APP, Group.CORE_WORKER, Group.PROFILER_APP, Group.PROFILER_WORKER],
    )
    def test_hides_owners_and_the_admin_from_what_runs_on(
        self, known: dict[str, str], group: Group
    ) -> None:
        text = repr(select_environment(group, known))

        assert "_owner:" not in text
        assert "ADMIN_PASSWORD" not in text

    @pytest.mark.parametrize("group", CORE_GROUPS)
    def test_hides_the_profilers_addresses_and_keys_from_core(
        self, known: dict[str, str], group: Group
    ) -> None:
        selected = select_environment(group, known)

        assert not [name for name in selected if name.startswith("PROFILER_DATABASE")]
        assert "PROFILER_KEYS_DIR" not in selected

    @pytest.mark.parametrize("group", PROFILER_GROUPS)
    def test_hides_cores_addresses_and_keys_from_the_profiler(
        self, known: dict[str, str], group: Group
    ) -> None:
        selected = select_environment(group, known)

        assert not [name for name in selected if name.startswith("CORE_DATABASE")]
        assert "CORE_KEYS_DIR" not in selected
        assert "CORE_SECRET_KEY" not in selected

    def test_gives_the_web_process_its_two_roles(self, known: dict[str, str]) -> None:
        selected = select_environment(Group.CORE_APP, known)
        addresses = {name for name in selected if "_DATABASE_" in name}

        assert addresses == {"CORE_DATABASE_URL", "CORE_DATABASE_AUTH_URL"}

    @pytest.mark.parametrize(
        ("group", "name"),
        [
            (Group.CORE_WORKER, "CORE_DATABASE_WORKER_URL"),
            (Group.PROFILER_APP, "PROFILER_DATABASE_URL"),
            (Group.PROFILER_WORKER, "PROFILER_DATABASE_WORKER_URL"),
        ],
    )
    def test_gives_one_role_to_the_others(
        self, known: dict[str, str], group: Group, name: str
    ) -> None:
        selected = select_environment(group, known)

        assert [found for found in selected if "_DATABASE_" in found] == [name]
