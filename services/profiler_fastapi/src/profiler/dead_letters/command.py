"""``python -m profiler dead-letters``: the same three verbs for whoever is on the machine."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Literal

from profiler.common.clock import SystemClock
from profiler.common.database import Database
from profiler.common.errors import NotFound
from profiler.dead_letters import selectors, services
from profiler.dead_letters.services import Operator
from profiler.outbox.models import OutboxEvent

Verb = Literal["list", "replay", "discard"]


class CommandRefused(ValueError):
    """Nothing was done; the message says why."""


def add_verbs(parser: ArgumentParser) -> None:
    """The verbs and what they take."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="every dead letter, one a line")
    replay = verbs.add_parser("replay", help="send these again, or all without an id")
    replay.add_argument("ids", nargs="*", metavar="ID")
    discard = verbs.add_parser("discard", help="give one up for good")
    discard.add_argument("ids", nargs=1, metavar="ID")
    discard.add_argument("--reason", required=True)


async def run_verb(
    database: Database, *, verb: Verb, ids: Sequence[str] = (), reason: str = ""
) -> list[str]:
    """Do it as the worker role; the lines to print. Raises CommandRefused."""
    if verb == "list":
        async with database.begin() as db:
            return [_tell(letter) for letter in await selectors.list_all_letters(db)]
    if verb == "replay":
        return [await _replay(database, ids)]
    return [await _discard(database, ids[0], reason)]


async def _replay(database: Database, ids: Sequence[str]) -> str:
    async with database.begin() as db:
        wanted = ids or [letter.event_id for letter in await selectors.list_all_letters(db)]
        replayed = await services.replay_dead_letters(db, operator=_operator(), ids=wanted)
    return f"{len(replayed)} of {len(wanted)} are on their way again"


async def _discard(database: Database, event_id: str, reason: str) -> str:
    if len(reason.strip()) < 3:
        raise CommandRefused("give a reason of at least 3 characters")
    try:
        async with database.begin() as db:
            await services.discard_dead_letter(
                db, operator=_operator(), event_id=event_id, reason=reason
            )
    except NotFound:
        raise CommandRefused(f"{event_id} is no dead letter") from None
    return "discarded"


def _operator() -> Operator:
    return Operator(None, SystemClock().now())


def _tell(letter: OutboxEvent) -> str:
    at = f"{letter.created_at:%Y-%m-%d %H:%M:%S}"
    return f"{letter.event_id}  {at}  {letter.type}  {letter.trouble}"
