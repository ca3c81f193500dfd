"""The pages of ``docs/problems``: one Markdown file per error code of both services."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """``title`` is the file's first heading, ``body`` the HTML of the whole file."""

    code: str
    title: str
    body: SafeString


def find_page(code: str) -> ProblemPage | None:
    """The page of a code; None for a code that neither service has."""
    path = settings.PROBLEM_PAGES / f"{code}.md"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("# ")
    return ProblemPage(code=code, title=title, body=SafeString(_MARKDOWN.render(text)))
