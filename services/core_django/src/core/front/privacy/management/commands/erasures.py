"""``python -m core erasures list | tell-again --since 2026-11-30T12:00:00+00:00``."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.front.privacy import selectors, services
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading

OPERATOR = Actor.system("operator")


class Command(BaseCommand):
    help = "List who was erased, or tell the profiler again after it was put back to a backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="every erased student, one a line, the newest last")
        again = commands.add_parser("tell-again", help="send these erasures to the profiler again")
        again.add_argument("--since", type=datetime.fromisoformat, required=True, metavar="TIME")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["command"] == "list":
            self._list()
            return
        if options["since"].tzinfo is None:
            raise CommandError("give the time with its zone, such as 2026-11-30T12:00:00+00:00")
        told = services.tell_again(actor=OPERATOR, since=options["since"])
        self.stdout.write(f"{told} erasures are on their way again")

    def _list(self) -> None:
        with reading(OPERATOR):
            for student_id, erased_at, told in selectors.list_erased(OPERATOR):
                state = "complete" if told.status == "done" else "under-way"
                self.stdout.write(f"{erased_at:%Y-%m-%d %H:%M:%S}  {student_id}  {state}")
