from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "core.front.administration"
    label = "administration"
