"""A journey that lost its flag gets it back, once, and it is written down."""

import pytest

from core_testing import raw
from core_testing.profiled import id_of, profile
from core_testing.relaying import drain_outbox
from core_testing.scheduling import run_schedule
from tests.clients.core_client import CoreClient


@pytest.fixture
def profiled(core: CoreClient, admin: CoreClient) -> CoreClient:
    return profile(core, admin)


class TestRepair:
    def test_gives_the_flag_back_once_and_writes_it_down(self, profiled: CoreClient) -> None:
        learner_id = id_of(profiled)
        drain_outbox()
        before = profiled.me()
        raw.run_as_owner(
            "update journey_journey set profiling_complete = false, result_id = null,"
            " recommended_track = null, track = null where learner_id = %s",
            learner_id,
        )
        assert profiled.me()["next"]["step"] == "profiling"
        for _ in range(2):
            run_schedule()
        drain_outbox()
        after_repair = profiled.me()
        assert (after_repair["profiling_complete"], after_repair["track"]) == (
            True,
            before["track"],
        )
        written = raw.run_as_owner(
            "select actor_label from audit_entry where subject_id = %s"
            " and action = 'journey.result_applied' order by id",
            learner_id,
        )
        assert written == [("sync",), ("beat",)]
        assert len(profiled.get("/portfolio/items").json()["results"]) == 1
        waiting = raw.run_as_owner(
            "select consumer, last_error from outbox_delivery where ordering_key = %s"
            " and status <> 'done' and consumer <> 'profiler'",
            learner_id,
        )
        assert waiting == []

    def test_leaves_a_result_of_an_earlier_epoch_alone(
        self, admin: CoreClient, profiled: CoreClient
    ) -> None:
        admin.reset_profiling(id_of(profiled))
        run_schedule()
        assert profiled.me()["profiling_complete"] is False

    def test_the_worker_gives_flags_and_takes_none(self, profiled: CoreClient) -> None:
        with raw.connect("worker") as connection:
            changed = connection.execute(
                "update journey_journey set version = version + 1 where learner_id = %s",
                [id_of(profiled)],
            )
            assert changed.rowcount == 0
