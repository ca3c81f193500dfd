"""``python -m core ensure_mentor``: a mentor from MENTOR_EMAIL and MENTOR_PASSWORD."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.front.administration.operator import ensure_mentor


class Command(BaseCommand):
    help = "Create a mentor for demonstrations unless an account with that address exists."

    def handle(self, *args: Any, **options: Any) -> None:
        given = settings.ENV
        if given.environment == "production":
            raise CommandError("demonstration accounts are not for production")
        if not given.mentor_email or not given.mentor_password:
            raise CommandError("set MENTOR_EMAIL and MENTOR_PASSWORD (at least 15 characters)")
        created = ensure_mentor(email=given.mentor_email, password=given.mentor_password)
        self.stdout.write("mentor created" if created else "mentor exists")
