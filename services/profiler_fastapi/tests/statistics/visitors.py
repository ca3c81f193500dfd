"""Simulated people who take the real form: start, one batch of answers, complete."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from profiler.bank import Bank
from profiler.simulation.population import People
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.statistics.stand import Stand

AT_ONCE = 8
LONGEST_VISIT = timedelta(hours=3)
"""Between start and answers: times that add up to more than this would be cut."""
LANGUAGES = ("en", "en", "en", "fr")


@dataclass(frozen=True)
class Wave:
    """People who come on the same day, ``days_ago``."""

    people: People
    rows: range
    days_ago: int


async def visit(stand: Stand, wave: Wave) -> int:
    """Let everybody of a wave take the form; returns how many completed it."""
    stand.clock.shift = -timedelta(days=wave.days_ago) - LONGEST_VISIT
    learners = [stand.make_learner() for _ in wave.rows]
    places = asyncio.Semaphore(AT_ONCE)

    async def start(learner: Learner, row: int) -> str:
        async with places:
            body = {"ticket": _ticket(stand, learner), "language": LANGUAGES[row % 4]}
            started = await learner.client.post("/session/start", body)
            assert started.status_code == 201, started.text
            session: str = started.json()["session_id"]
            return session

    async def finish(learner: Learner, session: str, row: int) -> bool:
        async with places:
            given = {"answers": list_answers(stand.bank, wave.people, row)}
            stored = await learner.client.post(f"/session/{session}/respond", given)
            assert stored.status_code == 200, stored.text
            return (await learner.client.complete(session)).status_code == 200

    pairs = list(zip(learners, wave.rows, strict=True))
    sessions = await asyncio.gather(*(start(*pair) for pair in pairs))
    stand.clock.shift += LONGEST_VISIT
    done = await asyncio.gather(
        *(finish(one, session, row) for (one, row), session in zip(pairs, sessions, strict=True))
    )
    stand.clock.shift = timedelta()
    return sum(done)


def list_answers(bank: Bank, people: People, row: int) -> list[dict[str, Any]]:
    """One person's batch."""
    places = zip(bank.items, people.position[row], people.millis[row], strict=True)
    return [
        {
            "question_id": item.id,
            "selected_option": item.option_keys[position],
            "response_time_ms": int(millis),
        }
        for item, position, millis in places
    ]


def _ticket(stand: Stand, learner: Learner) -> str:
    issued_at = int((stand.clock.now() - timedelta(minutes=1)).timestamp())
    return stand.keys.ticket_for(learner.id, iat=issued_at, exp=2**33)
