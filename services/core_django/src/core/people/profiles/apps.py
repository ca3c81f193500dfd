from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "core.people.profiles"
    label = "profiles"
