"""Pages that only show something."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.front.pages import problems


@require_safe
def show_problem(request: HttpRequest, code: str) -> HttpResponse:
    """The page that the ``type`` of every problem names."""
    found = problems.find_page(code)
    if found is None:
        raise Http404
    return render(request, "pages/problem.html", {"problem": found})
