from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "core.front.pages"
    label = "pages"
