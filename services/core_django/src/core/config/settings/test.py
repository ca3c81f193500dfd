"""The test runs: like local, with the cheapest honest hash and files served where they are."""

from core.config.settings.base import *  # noqa: F403 - Django's own way to layer settings.

PASSWORD_HASHERS = ["core.people.accounts.hashing.CheapArgon2id"]
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
