"""Pages that only show something."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.front.pages import problems


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """What this is and which doors it has."""
    return render(request, "pages/home.html", {"profiler_url": settings.ENV.profiler_public_url})


@require_safe
def show_text(request: HttpRequest, page: str) -> HttpResponse:
    """A page without any value."""
    return render(request, f"pages/{page}.html")


@require_safe
def show_problem(request: HttpRequest, code: str) -> HttpResponse:
    """The page that the ``type`` of every problem names."""
    found = problems.find_page(code)
    if found is None:
        raise Http404
    return render(request, "pages/problem.html", {"problem": found})
