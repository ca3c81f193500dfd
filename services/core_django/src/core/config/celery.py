"""``celery -A core.config.celery worker|beat``."""

import django
from celery import Celery
from django.conf import settings

from core.config import select_settings

select_settings()
django.setup()

app = Celery("core")
app.config_from_object(settings.CELERY)
app.autodiscover_tasks()
