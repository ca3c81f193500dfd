"""The sweep's door: what differs is named, nothing is changed; and lost flags come back."""

from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.platform.access.actors import PROFILER_ID
from core_testing import raw, sync
from core_testing.profiled import id_of, profile, take_profile
from core_testing.queries import count_queries
from core_testing.sweeping import after, compare, range_of, rows_of, stranger
from talent_contracts.events import SweepRow
from talent_contracts.signing import SigningKey
from tests.clients.core_client import CoreClient

REASON = {"reason": "asked for"}


@pytest.fixture
def profiled(core: CoreClient, admin: CoreClient) -> CoreClient:
    return profile(core, admin)


def differences(core: CoreClient, rows: list[SweepRow], *, upto: SweepRow) -> list[dict[str, Any]]:
    """Of a range from the first row to ``upto``: this test's own part of the table."""
    given = [range_of(rows[0].session_id, rows)]
    answer = compare(core, given, after(upto.session_id))
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()["differences"]
    return found


class TestCompare:
    def test_says_nothing_when_both_hold_the_same(
        self, core: CoreClient, profiled: CoreClient
    ) -> None:
        rows = rows_of(id_of(profiled))
        assert differences(core, rows, upto=rows[0]) == []

    def test_names_the_range_when_its_rows_are_not_named(
        self, core: CoreClient, profiled: CoreClient
    ) -> None:
        (row,) = rows_of(id_of(profiled))
        empty = range_of(UUID(int=0), [], is_named=False)
        own = range_of(row.session_id, [stranger()], is_named=False)
        nothing_after = range_of(after(row.session_id), [], is_named=False)
        answer = compare(core, [empty, own, nothing_after], UUID(int=row.session_id.int + 2))
        assert str(row.session_id) in {one["start"] for one in answer.json()["differences"]}
        assert str(after(row.session_id)) not in {
            one["start"] for one in answer.json()["differences"]
        }

    def test_tells_what_it_does_not_have(self, core: CoreClient, profiled: CoreClient) -> None:
        rows = rows_of(id_of(profiled))
        lost = stranger()
        (found,) = differences(core, [*rows, lost], upto=lost)
        assert (found["missing"], found["different"]) == ([str(lost.session_id)], [])

    @pytest.mark.parametrize(
        "change", [{"result_sha256": "0" * 64}, {"learner_id": UUID(int=7)}, {"epoch": 2}], ids=str
    )
    def test_tells_what_it_has_otherwise(
        self, core: CoreClient, profiled: CoreClient, change: dict[str, Any]
    ) -> None:
        (row,) = rows_of(id_of(profiled))
        (found,) = differences(core, [row.model_copy(update=change)], upto=row)
        assert (found["missing"], found["different"]) == ([], [str(row.session_id)])

    def test_tells_another_session_in_the_same_place(
        self, core: CoreClient, profiled: CoreClient
    ) -> None:
        (row,) = rows_of(id_of(profiled))
        other = row.model_copy(update={"session_id": stranger().session_id})
        answer = compare(
            core, [range_of(other.session_id, [other])], after(other.session_id)
        ).json()["differences"]
        assert [(one["missing"], one["different"]) for one in answer] == [
            ([], [str(other.session_id)])
        ]

    def test_names_what_was_not_listed(self, core: CoreClient, profiled: CoreClient) -> None:
        (row,) = rows_of(id_of(profiled))
        answer = compare(core, [range_of(row.session_id, [])], after(row.session_id))
        (found,) = answer.json()["differences"]
        assert found["unlisted_total"] == 1
        assert found["unlisted"][0]["session_id"] == str(row.session_id)
        assert set(found["unlisted"][0]) == {"session_id", "learner_id", "epoch", "result_sha256"}

    def test_judges_a_restored_result_by_its_origin(
        self, core: CoreClient, admin: CoreClient, profiled: CoreClient
    ) -> None:
        learner_id = id_of(profiled)
        admin.reset_profiling(learner_id)
        undone = admin.post(f"/admin/students/{learner_id}/undo-reset", REASON)
        undone.raise_for_status()
        stored = raw.run_as_owner(
            "select count(*) from results_result where learner_id = %s", learner_id
        )
        rows = rows_of(learner_id)
        assert (stored, [row.epoch for row in rows]) == ([(2,)], [1])
        assert differences(core, rows, upto=rows[0]) == []
        nothing = [range_of(rows[0].session_id, [])]
        (found,) = compare(core, nothing, after(rows[0].session_id)).json()["differences"]
        assert [row["epoch"] for row in found["unlisted"]] == [1]

    def test_counts_results_of_every_epoch(
        self, core: CoreClient, admin: CoreClient, profiled: CoreClient
    ) -> None:
        admin.reset_profiling(id_of(profiled))
        take_profile(profiled, epoch=2)
        rows = rows_of(id_of(profiled))
        assert sorted(row.epoch for row in rows) == [1, 2]
        assert differences(core, rows, upto=rows[-1]) == []

    def test_costs_the_same_for_one_and_for_many(
        self, core: CoreClient, admin: CoreClient, profiled: CoreClient
    ) -> None:
        learners = [id_of(profiled), *(id_of(profile(core, admin)) for _ in range(3))]
        wrong = [row.model_copy(update={"result_sha256": "0" * 64}) for row in rows_of(*learners)]
        with count_queries() as one:
            differences(core, wrong[:1], upto=wrong[0])
        with count_queries() as many:
            differences(core, wrong, upto=wrong[-1])
        assert len(many) == len(one)

    def test_changes_nothing(self, core: CoreClient, profiled: CoreClient) -> None:
        (row,) = rows_of(id_of(profiled))
        before = raw.run_as_owner("select version from journey_journey order by learner_id")
        inbox = raw.run_as_owner("select count(*) from inbox_row where source = 'profiler'")
        differences(core, [row.model_copy(update={"result_sha256": "0" * 64})], upto=row)
        assert raw.run_as_owner("select version from journey_journey order by learner_id") == before
        assert raw.run_as_owner("select count(*) from inbox_row where source = 'profiler'") == inbox


class TestDoor:
    def test_opens_only_to_the_profilers_signature(
        self, core: CoreClient, profiled: CoreClient
    ) -> None:
        given = [range_of(UUID(int=0), [])]
        foreign = [SigningKey(sync.profiler_keys()[0].kid, Ed25519PrivateKey.generate())]
        refused = compare(core, given, None, keys=foreign)
        assert (refused.status_code, refused.json()["code"]) == (401, "bad-signature")
        unsigned = core.http.post("/api/v1/profiler/sync-sweep", json={"ranges": given})
        assert unsigned.status_code == 400
        student = profiled.post("/profiler/sync-sweep", {"ranges": given, "end": None})
        assert student.status_code == 400

    @pytest.mark.parametrize(
        ("ranges", "end"),
        [
            ([], None),
            ([range_of(UUID(int=2), [], is_named=False)], UUID(int=2)),
            ([range_of(UUID(int=n), [], is_named=False) for n in (2, 1)], None),
            ([range_of(UUID(int=n), []) for n in (1, 2)], None),
            ([range_of(UUID(int=n), [], is_named=False) for n in range(351)], None),
            ([{"start": "x", "sha256": "0" * 64, "rows": None}], None),
            ([{"start": str(UUID(int=0)), "sha256": "0", "rows": None}], None),
        ],
        ids=["none", "empty", "falling", "two-named", "too-many", "no-id", "no-hash"],
    )
    def test_refuses_ranges_that_are_none(
        self, core: CoreClient, ranges: list[dict[str, Any]], end: UUID | None
    ) -> None:
        refused = compare(core, ranges, end)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid-input")

    def test_a_sweep_is_no_event_and_an_event_no_sweep(self, core: CoreClient) -> None:
        sweep = sync.example_event("profiling-sweep.v1")
        progress = sync.example_event("profiling-progress.v1")
        answers = [
            sync.send(core, sweep),
            sync.send(core, progress, path="/api/v1/profiler/sync-sweep"),
        ]
        assert [(one.status_code, one.json()["code"]) for one in answers] == [
            (422, "unknown-schema")
        ] * 2


class TestRights:
    def test_the_profilers_context_reads_every_result_and_writes_none(
        self, core: CoreClient, profiled: CoreClient
    ) -> None:
        learner_id = id_of(profiled)
        for user_id, seen in ((PROFILER_ID, 1), (None, 0), (UUID(int=1), 0)):
            with raw.connect("app", as_user=user_id) as connection:
                found = connection.execute(
                    "select count(*) from results_result where learner_id = %s", [learner_id]
                ).fetchone()
                assert found == (seen,)
                changed = connection.execute(
                    "select count(*) from journey_journey where learner_id = %s", [learner_id]
                ).fetchone()
                assert changed == (0,)
