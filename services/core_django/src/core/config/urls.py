"""Every route of core."""

from django.urls import include, path

from core.front.administration.admin import site
from core.front.system import views

_API = [
    "core.people.accounts.urls",
    "core.journey.profiling.urls",
    "core.journey.foundations.urls",
    "core.growth.portfolio.urls",
    "core.insight.dashboard.urls",
    "core.front.session.urls",
    "core.front.administration.urls",
    "core.front.privacy.urls",
    "core.front.system.urls",
]

urlpatterns = [
    path("livez", views.livez),
    path("readyz", views.readyz),
    path("metrics", views.metrics),
    path("openapi.json", views.openapi),
    *(path("api/v1/", include(module)) for module in _API),
    path("django-admin/", site.urls),
    path("", include("core.front.pages.urls")),
]
