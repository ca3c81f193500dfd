"""``python -m core openapi [--check]``: write or compare the committed OpenAPI document."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.front.system.views import openapi_document

COMMITTED = Path(__file__).parents[8] / "shared" / "contracts" / "openapi" / "core.json"


class Command(BaseCommand):
    help = "Write shared/contracts/openapi/core.json, or fail when it is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        fresh = json.dumps(openapi_document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        if not options["check"]:
            COMMITTED.write_text(fresh)
            return
        if not COMMITTED.exists() or COMMITTED.read_text() != fresh:
            raise CommandError("core.json is stale: run `make openapi` and commit it")
