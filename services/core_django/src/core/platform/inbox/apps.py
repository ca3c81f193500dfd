from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "core.platform.inbox"
    label = "inbox"
