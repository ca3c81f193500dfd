"""Each rule finds its planted fault, and nothing in the innocent sibling."""

import pytest

from tools.lint import rules
from tools.lint.rules import RULES, Rule
from tools.lint.source import parse, read_sources

ROOM = "services/core_django/src/core/growth/portfolio/services.py"
MODELS = "services/core_django/src/core/growth/portfolio/models.py"
PLANTED: list[tuple[Rule, str, str, str]] = [
    (rules.auth_role_is_listed, ROOM, "@use_case(using='auth')\ndef f(): ...", "@use_case()\ndef f(): ..."),
    (rules.worker_actor_is_listed, ROOM, "Actor.system('x')", "Actor.anonymous()"),
    (rules.transactions_open_in_scopes, ROOM, "transaction.atomic()", "transaction.atomic(using='default')"),
    (rules.environment_is_read_in_settings, ROOM, "os.environ['X']", "settings.ENV.x"),
    (rules.foreign_keys_name_classes, MODELS, "models.ForeignKey('accounts.User')", "models.ForeignKey(User)"),
    (rules.no_signals, MODELS, "from django.dispatch import receiver", "from django.db import models"),
    (
        rules.rooms_call_steps_of_rooms,
        ROOM,
        "from core.journey.journey import services",
        "from core.journey.journey import steps",
    ),
    (
        rules.rooms_call_steps_of_rooms,
        ROOM,
        "from core.people.accounts.services.login import log_in",
        "from core.growth.portfolio.services.edit import edit",
    ),
    (rules.files_stay_small, ROOM, "x = 1\n" * 401, "x = 1\n" * 400),
]  # fmt: skip


class TestRules:
    @pytest.mark.parametrize(("rule", "path", "fault", "_innocent"), PLANTED)
    def test_find_the_planted_fault(
        self, rule: Rule, path: str, fault: str, _innocent: str
    ) -> None:
        assert [finding.path for finding in rule(parse(path, fault))] == [path]

    @pytest.mark.parametrize(("rule", "path", "_fault", "innocent"), PLANTED)
    def test_spare_the_innocent(self, rule: Rule, path: str, _fault: str, innocent: str) -> None:
        assert list(rule(parse(path, innocent))) == []

    def test_find_a_vague_name(self) -> None:
        found = rules.names_say_something(parse("infra/local/utils.py", ""))
        assert [finding.rule for finding in found] == ["vague-name"]
        assert list(rules.names_say_something(parse("infra/local/ports.py", ""))) == []

    def test_are_all_planted_here(self) -> None:
        tested = {rule for rule, *_ in PLANTED} | {rules.names_say_something}
        assert tested == set(RULES)

    def test_hold_over_the_whole_tree(self) -> None:
        found = [str(f) for source in read_sources() for rule in RULES for f in rule(source)]
        assert found == []

    def test_list_only_call_sites_that_exist(self) -> None:
        paths = {source.path for source in read_sources()}
        assert paths >= rules.AUTH_CALL_SITES | rules.WORKER_CALL_SITES
