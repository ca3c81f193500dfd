from django.apps import AppConfig


class SessionConfig(AppConfig):
    name = "core.front.session"
    label = "front_session"
