"""What an operator does with a system: backups, commands, and a look at what is there."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

from infra.local.paths import REPOSITORY
from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until
from tests.drills.backup import Backup

_STILL_PENDING = {
    "core": """
        select exists (
            select 1 from outbox_delivery where status = 'pending' and ordering_key = any(%s)
        )
        """,
    "profiler": """
        select exists (
            select 1 from outbox_event where state = 'pending' and learner_id = any(%s)
        )
        """,
}
_LEFT_IN_PROFILER = """
    select
        (select count(*) from profiling_session where learner_id = %s),
        (select erased_at is not null from learner_epoch where learner_id = %s)
    """


class Drill:
    """A running system, its first admin, and whoever else takes part."""

    def __init__(self, system: RunningSystem, admin: CoreClient, profiler: ProfilerClient) -> None:
        self.admin = admin
        self.profiler = profiler
        self.databases = Databases(system.run_dir)
        self._system = system

    def back_up(self, service: str) -> Backup:
        """What the database of ``core`` or ``profiler`` holds now, to be put back later."""
        return Backup(self._system, self.databases, service)

    def call(self, service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``python -m core …`` or ``python -m profiler …`` with the settings of its relay."""
        held = Path(f"/proc/{self._system.pid(f'{service}-relay')}/environ").read_bytes()
        pairs = [entry.partition(b"=") for entry in held.split(b"\0") if entry]
        return subprocess.run(
            [sys.executable, "-m", service, *arguments],
            cwd=REPOSITORY,
            env={os.fsdecode(name): os.fsdecode(value) for name, _, value in pairs},
            capture_output=True,
            text=True,
            check=False,
        )

    def sweep(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Compare both services; returns 0 when all is in order."""
        return self.call("profiler", "sweep", *arguments)

    def invite(self) -> LearnerJourney:
        """A learner who has logged in."""
        return LearnerJourney.of_new_student(self.admin, self.profiler)

    def make_learner(self) -> LearnerJourney:
        """A learner who has answered everything and only has to complete."""
        journey = self.invite()
        journey.start()
        journey.answer_all()
        return journey

    def complete(self, *journeys: LearnerJourney) -> None:
        """Until their results are in core, with what follows from them."""
        for journey in journeys:
            journey.complete()
        for journey in journeys:
            journey.wait_for_result()
        self.settle(*journeys)

    def settle(self, *journeys: LearnerJourney) -> None:
        """Until nothing about them is on its way in either direction."""
        ids = [journey.student.id for journey in journeys]
        for service in ("profiler", "core"):
            wait_until(
                lambda sender=service: self._is_settled(sender, ids),  # type: ignore[misc]
                within_s=20,
                what=f"an empty outbox of {service}",
            )

    def count_results(self, journey: LearnerJourney) -> int:
        """In core, of all epochs."""
        ((count,),) = self.databases.query(
            "core", "select count(*) from results_result where learner_id = %s", journey.student.id
        )
        return int(count)

    def read_version(self, journey: LearnerJourney) -> int:
        """How often the journey has changed."""
        ((version,),) = self.databases.query(
            "core", "select version from journey_journey where learner_id = %s", journey.student.id
        )
        return int(version)

    def wait_for_trouble(self, journey: LearnerJourney, trouble: str) -> None:
        """Until the result of the present session is not taken by core for this reason."""
        wait_until(lambda: self._read_trouble(journey) == trouble, within_s=30, what=f"a {trouble}")

    def forget_ended_sign_ins(self) -> None:
        """Let the profiler's 20 minutes pass, within which it refuses them."""
        self.databases.query(
            "profiler", "update access_revocation set received_at = now() - interval '21 minutes'"
        )

    def is_gone(self, journey: LearnerJourney) -> bool:
        """Whether the profiler has no session of the learner and remembers why."""
        learner = journey.student.id
        found = self.databases.query("profiler", _LEFT_IN_PROFILER, learner, learner)
        return found == [(0, True)]

    def wait_until_gone(self, *journeys: LearnerJourney) -> None:
        """Until the profiler holds nothing of them."""
        wait_until(
            lambda: all(self.is_gone(journey) for journey in journeys),
            within_s=10,
            what="the erasures in the profiler",
        )

    def erase(self, *learners: UUID) -> None:
        """Until an admin is told that nothing is left in either service."""
        for learner in learners:
            self.admin.erase(learner)
        wait_until(
            lambda: {self._read_erasure(learner) for learner in learners} == {"complete"},
            within_s=10,
            what="the erasures in both services",
        )

    def _is_settled(self, service: str, learners: list[UUID]) -> bool:
        return self.databases.query(service, _STILL_PENDING[service], learners) == [(False,)]

    def _read_erasure(self, learner: UUID) -> str:
        return str(self.admin.get(f"/admin/students/{learner}/erasure").json()["state"])

    def _read_trouble(self, journey: LearnerJourney) -> str | None:
        ((trouble,),) = self.databases.query(
            "profiler",
            "select trouble from outbox_event where type = 'profiling.completed'"
            " and session_id = %s",
            journey.session,
        )
        return None if trouble is None else str(trouble)
