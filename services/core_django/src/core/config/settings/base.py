"""Settings shared by every environment."""

from pathlib import Path

from core.config.celery_settings import celery_settings
from core.config.databases import databases
from core.config.environment import load_environment
from core.config.openapi_settings import OPENAPI

ENV = load_environment()

SECRET_KEY = ENV.core_secret_key
DEBUG = False
ALLOWED_HOSTS = ["*"] if ENV.environment != "production" else [ENV.core_public_url.split("/")[2]]
ROOT_URLCONF = "core.config.urls"
WSGI_APPLICATION = "core.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "rest_framework",
    "drf_spectacular",
    "core.platform.access",
    "core.platform.audit",
    "core.platform.edge",
    "core.platform.freshness",
    "core.platform.idempotency",
    "core.platform.inbox",
    "core.platform.outbox",
    "core.people.accounts",
    "core.people.profiles",
    "core.journey.results",
    "core.journey.journey",
    "core.journey.profiling",
    "core.journey.foundations",
    "core.growth.portfolio",
    "core.insight.dashboard",
    "core.front.administration",
    "core.front.pages",
    "core.front.privacy",
    "core.front.session",
    "core.front.system",
]

MIDDLEWARE = [
    "core.platform.edge.middleware.RequestEdge",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the applications': Django admin's own frame, in our colours.
        "DIRS": [Path(__file__).parents[2] / "front" / "administration" / "theme"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = databases(ENV)
DATABASE_ROUTERS = ["core.platform.access.routing.ScopeRouter"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
        "KEY_PREFIX": "core",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_COOKIE_NAME = f"admin_{ENV.instance_name}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = ENV.is_https
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_NAME = f"csrf_{ENV.instance_name}"
CSRF_COOKIE_SECURE = ENV.is_https
CSRF_COOKIE_SAMESITE = "Strict"
REFRESH_COOKIE_NAME = f"refresh_{ENV.instance_name}"
# Holds no secret: it only tells the web app that asking for an access token is worth it.
LOGIN_COOKIE_NAME = f"login_{ENV.instance_name}"
CSRF_TRUSTED_ORIGINS = [ENV.core_public_url]

AUTHENTICATION_BACKENDS = ["core.people.accounts.backends.AdminBackend"]
PASSWORD_HASHERS = ["core.people.accounts.hashing.Argon2id"]

PROBLEM_PAGES = Path(__file__).parents[6] / "docs" / "problems"
# The built web app; services/web/README.md says how it is made.
WEB_APP = Path(__file__).parents[6] / "services" / "web" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ENV.run_dir / "static"
STATICFILES_DIRS = [("web", WEB_APP)]
# `collectstatic` puts the files into STATIC_ROOT with a compressed copy beside each.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/web/assets/.+-[\w-]{8}\.\w+$"

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(ENV.run_dir / "mail")
DEFAULT_FROM_EMAIL = "Talent Engine <no-reply@localhost>"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "core.platform.edge.openapi.OperationSchema",
    "EXCEPTION_HANDLER": "core.platform.edge.problems.handle_exception",
    "UNAUTHENTICATED_USER": None,
}

BEARER_AUTHENTICATOR = "core.people.accounts.bearer.authenticate"
CELERY = celery_settings(ENV)
LOGGING_CONFIG = None
SPECTACULAR_SETTINGS = OPENAPI
