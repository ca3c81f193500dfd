from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "core.front.privacy"
    label = "privacy"
