"""``python -m core dead_letters list | replay [ID …] | discard ID --reason TEXT``."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from core.front.system import services
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading
from core.platform.common.errors import NotFound
from core.platform.outbox import selectors as outbox

OPERATOR = Actor.system("operator")


class Command(BaseCommand):
    help = "List, send again or discard events of core whose delivery was given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="every dead letter, one a line")
        replay = commands.add_parser("replay", help="send these again, or all without an id")
        replay.add_argument("ids", nargs="*", type=UUID)
        discard = commands.add_parser("discard", help="give one up for good")
        discard.add_argument("id", type=UUID)
        discard.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["command"] == "list":
            self._list()
        elif options["command"] == "replay":
            ids = options["ids"] or self._list_ids()
            replayed = services.replay_dead_letters(actor=OPERATOR, ids=ids)
            self.stdout.write(f"{len(replayed)} of {len(ids)} are on their way again")
        else:
            self._discard(options["id"], options["reason"])

    def _list(self) -> None:
        with reading(OPERATOR):
            for letter in outbox.list_dead_letters(OPERATOR).order_by("id"):
                self.stdout.write(
                    f"{letter.id}  {letter.event.published_at:%Y-%m-%d %H:%M:%S}"
                    f"  {letter.consumer}  {letter.event.type}  {letter.last_error}"
                )

    def _list_ids(self) -> list[UUID]:
        with reading(OPERATOR):
            return list(outbox.list_dead_letters(OPERATOR).values_list("id", flat=True))

    def _discard(self, letter_id: UUID, reason: str) -> None:
        try:
            services.discard_dead_letter(actor=OPERATOR, letter_id=letter_id, reason=reason)
        except NotFound:
            raise CommandError(f"{letter_id} is no dead letter") from None
        self.stdout.write("discarded")
