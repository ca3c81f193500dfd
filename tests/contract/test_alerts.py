"""Every alert rests on a metric that is told, and leads to a page that exists."""

import re
from typing import Any

import pytest
import yaml

from infra.local.paths import REPOSITORY
from talent_contracts.delivery import Answer, decide
from talent_contracts.metrics import METRICS, PREFIX

FILE = REPOSITORY / "infra/observability/alerts.yaml"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(FILE.read_text())["groups"] for rule in group["rules"]
]
ALERTING = [
    (302, None),
    (200, None),
    (401, "clock-skew"),
    (403, "unknown-kid"),
    (409, "epoch-ahead"),
    (422, "unknown-schema"),
]


def slug(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one["alert"])
class TestRules:
    def test_rest_on_metrics_with_these_labels(self, rule: dict[str, Any]) -> None:
        named = re.findall(rf"{PREFIX}([a-z_]+)(?:{{([^}}]*)}})?", rule["expr"])
        assert named
        for name, matchers in named:
            labels = re.findall(r"(\w+)=", matchers)
            assert set(labels) <= set(METRICS[name].labels)

    def test_lead_to_a_chapter_that_exists(self, rule: dict[str, Any]) -> None:
        page, _, chapter = rule["annotations"]["runbook_url"].partition("#")
        text = (REPOSITORY / page).read_text()
        titles = {slug(title) for title in re.findall(r"^## (.*)$", text, re.MULTILINE)}
        assert not chapter or chapter in titles


class TestOutcomes:
    @pytest.mark.parametrize(("status", "code"), ALERTING)
    def test_every_retry_that_asks_for_a_person_has_its_rule(
        self, status: int, code: str | None
    ) -> None:
        given = Answer(status=status, code=code)
        decision = decide(given, event_id="evt_1", bad_signatures=0, age_s=0)
        assert decision.alert
        matchers = [
            matcher
            for rule in RULES
            for matcher in re.findall(r'outbox_pending{reason=~?"([^"]*)"', rule["expr"])
        ]
        assert any(re.fullmatch(matcher, decision.reason) for matcher in matchers)

    def test_dead_letters_have_theirs(self) -> None:
        assert any('state="dead"' in rule["expr"] for rule in RULES)
