"""``python -m core ensure_admin``: the first admin, from ADMIN_EMAIL and ADMIN_PASSWORD."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.front.administration.operator import ensure_admin


class Command(BaseCommand):
    help = "Create the first admin unless an account with that address exists."

    def handle(self, *args: Any, **options: Any) -> None:
        account = settings.ENV
        if not account.admin_email or not account.admin_password:
            raise CommandError("set ADMIN_EMAIL and ADMIN_PASSWORD (at least 15 characters)")
        created = ensure_admin(email=account.admin_email, password=account.admin_password)
        self.stdout.write("admin created" if created else "admin exists")
