"""Every error code of both services has one page, and every page a code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from core.front.pages.problems import find_page
from core_testing.browser import Browser
from talent_contracts.signing import Refused
from tests.clients.core_client import CoreClient

SERVICES = Path(__file__).parents[4]
SOURCES = [SERVICES / "core_django" / "src", SERVICES / "profiler_fastapi" / "src"]
PAGES = sorted(settings.PROBLEM_PAGES.glob("*.md"))


def codes_in(module: ast.Module) -> Iterator[str]:
    """What classes assign to ``code``, alone or as the first of ``code, title, status``."""
    for node in ast.walk(module):
        for line in node.body if isinstance(node, ast.ClassDef) else []:
            if isinstance(line, ast.Assign):
                yield from _code(line)


def _code(line: ast.Assign) -> Iterator[str]:
    (target,) = line.targets
    value = line.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        target, value = target.elts[0], value.elts[0]
    if isinstance(target, ast.Name) and target.id == "code":
        yield ast.literal_eval(value)


def list_codes() -> set[str]:
    modules = [ast.parse(path.read_text()) for root in SOURCES for path in root.rglob("*.py")]
    signed = {refusal.reason for refusal in Refused.__subclasses__()}
    return {code for module in modules for code in codes_in(module)} | signed


class TestPages:
    def test_exist_for_every_code_and_for_nothing_else(self) -> None:
        codes = list_codes()
        assert len(codes) >= 60
        assert {path.stem for path in PAGES} == codes

    @pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
    def test_say_what_it_means_what_to_do_and_who_can_fix_it(self, path: Path) -> None:
        text = path.read_text()
        headings = re.findall(r"^(?:# |\*\*)(.+?)(?:\.\*\* |$)", text, re.MULTILINE)
        assert headings[1:] == ["What it means", "What to do", "Who can fix it"]
        assert 40 <= len(text.split()) <= 130

    def test_are_no_copies_of_each_other(self) -> None:
        bodies = [path.read_text().partition("\n")[2] for path in PAGES]
        assert len(set(bodies)) == len(bodies)


class TestShowProblem:
    def test_is_where_the_type_of_a_problem_points(
        self, core: CoreClient, browser: Browser
    ) -> None:
        problem = core.get("/auth/me").json()
        assert problem["type"].startswith(settings.ENV.core_public_url)
        page = browser.get(problem["type"].removeprefix(settings.ENV.core_public_url))
        assert page.status_code == 200
        assert "<h1>Log in first</h1>" in page.text
        assert "<strong>What to do.</strong>" in page.text
        assert "<code>not-authenticated</code>" in page.text

    @pytest.mark.parametrize(
        "code", ["nothing-of-ours", "Stale-Epoch", "stale-epoch.md", "..%2Fproblems%2Fstale-epoch"]
    )
    def test_is_a_plain_404_for_anything_else(self, browser: Browser, code: str) -> None:
        page = browser.get(f"/problems/{code}")
        assert page.status_code == 404
        assert "There is nothing here" in page.text

    def test_writes_markup_of_a_page_as_text(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "bold.md").write_text("# Bold\n\n<script>alert(1)</script> [x](javascript:1)\n")
        monkeypatch.setattr(settings, "PROBLEM_PAGES", tmp_path)
        page = find_page("bold")
        assert page
        assert "<script" not in page.body
        assert "href" not in page.body


@pytest.fixture
def browser() -> Browser:
    return Browser()
