"""The web process: ``granian --interface wsgi core.config.wsgi:application``."""

from django.core.wsgi import get_wsgi_application

from core.config import select_settings

select_settings()
application = get_wsgi_application()
