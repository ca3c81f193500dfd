"""The session engine over HTTP: start, answer, reflect, resume."""

from collections.abc import Callable
from typing import Any

import pytest

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.answers import BANK, answer_sheet
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.faults import list_faults

MakeLearner = Callable[[], Learner]


class TestStart:
    async def test_makes_a_session_when_the_ticket_is_good(self, learner: Learner) -> None:
        started = await learner.client.start(learner.ticket())
        assert started.status_code == 201
        assert started.json()["status"] == "in_progress"
        assert started.json()["progress"] == {
            "answered": 0,
            "total": 51,
            "percent": 0,
            "module": "identity_value",
            "modules": {
                module.value: {"answered": 0, "total": len(items)}
                for module, items in BANK.by_module.items()
            },
            "next_question_id": "identity_1",
            "estimated_seconds_left": sum(item.expected_seconds for item in BANK.items),
        }

    async def test_finds_the_first_session_when_repeated_with_another_ticket(
        self, learner: Learner
    ) -> None:
        session_id = await learner.start()
        again = await learner.client.start(learner.ticket())
        assert again.status_code == 200
        assert again.json()["session_id"] == session_id

    async def test_says_completed_when_it_is(self, learner: Learner) -> None:
        session_id = await learner.finish()
        again = await learner.client.start(learner.ticket())
        assert (again.status_code, again.json()["status"]) == (200, "completed")
        assert again.json()["session_id"] == session_id

    async def test_supersedes_older_sessions_when_the_epoch_is_higher(
        self, learner: Learner
    ) -> None:
        old = await learner.start(1)
        new = await learner.start(2)
        assert new != old
        late = await learner.client.respond(old, "identity_1", "A")
        assert (late.status_code, late.json()["code"]) == (409, "session-superseded")

    async def test_refuses_when_the_epoch_is_below_the_highest_seen(self, learner: Learner) -> None:
        await learner.start(3)
        stale = await learner.client.start(learner.ticket(2))
        assert (stale.status_code, stale.json()["code"]) == (409, "stale-epoch")

    async def test_refuses_when_the_ticket_belongs_to_another(
        self, make_learner: MakeLearner
    ) -> None:
        mine, theirs = make_learner(), make_learner()
        refused = await mine.client.start(theirs.ticket())
        assert (refused.status_code, refused.json()["code"]) == (403, "ticket-not-yours")

    async def test_refuses_when_the_ticket_has_expired(self, learner: Learner) -> None:
        ticket = learner.keys.ticket_for(learner.id, 1, iat=1, exp=2)
        refused = await learner.client.start(ticket)
        assert (refused.status_code, refused.json()["code"]) == (409, "ticket-expired")

    async def test_refuses_when_a_token_key_signed_the_ticket(self, learner: Learner) -> None:
        forged = learner.keys.ticket_for(learner.id, 1, ring=learner.keys.token)
        refused = await learner.client.start(forged)
        assert (refused.status_code, refused.json()["code"]) == (422, "ticket-invalid")
        assert list_faults(refused) == [("/ticket", "ticket-invalid")]

    @pytest.mark.parametrize(
        "changes",
        [
            {"headers": {"typ": "JWT"}},
            {"headers": {"typ": "at+jwt"}},
            {"aud": "core"},
            {"aud": ["profiler"]},
            {"iss": "someone"},
            {"epoch": 0},
            {"epoch": "1"},
            {"epoch": None},
            {"jti": None},
            {"exp": None},
            {"extra": 1},
        ],
        ids=str,
    )
    async def test_refuses_when_a_claim_of_the_ticket_is_wrong(
        self, learner: Learner, changes: dict[str, Any]
    ) -> None:
        refused = await learner.client.start(
            learner.keys.ticket_for(learner.id, **{"epoch": 1, **changes})
        )
        assert (refused.status_code, refused.json()["code"]) == (422, "ticket-invalid")

    async def test_needs_a_sign_in_when_anonymous(self, anonymous: ProfilerClient) -> None:
        refused = await anonymous.start("x")
        assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
        assert refused.headers["www-authenticate"].startswith("Bearer")

    async def test_moves_the_answers_when_only_the_scoring_of_the_bank_changed(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        old = await learner.start()
        await learner.client.respond(old, "identity_1", "B")
        with database.connect("owner") as owner:
            owner.execute(
                "update profiling_session set bank_scoring_hash = 'other' where id = %s", [old]
            )
        again = await learner.client.start(learner.ticket())
        assert again.status_code == 201
        assert again.json()["answers_kept"]
        assert again.json()["progress"]["answered"] == 1
        late = await learner.client.respond(old, "identity_1", "A")
        assert (late.status_code, late.json()["code"]) == (409, "session-expired")

    async def test_goes_on_when_it_rested_for_seven_days(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        old = await learner.start()
        await learner.client.respond(old, "identity_1", "B")
        rest(database, old, days=6.99)
        again = await learner.client.start(learner.ticket())
        assert (again.status_code, again.json()["session_id"]) == (200, old)

    async def test_moves_answers_and_their_times_when_it_rested_longer(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        old = await learner.start()
        rest(database, old, days=0.01)
        await learner.client.respond(old, "identity_1", "B", response_time_ms=20_000)
        rest(database, old, days=7.01)
        again = await learner.client.start(learner.ticket())
        assert again.status_code == 201
        assert again.json()["answers_kept"]
        assert again.json()["progress"]["answered"] == 1
        new = again.json()["session_id"]
        with database.connect("owner") as owner:
            owner.execute(
                "update profiling_session set started_at = started_at - interval '10 s'"
                " where id = %s",
                [new],
            )
            owner.execute(
                "update answer set received_at = received_at - interval '10 s'"
                " where session_id = %s",
                [new],
            )
        await learner.client.respond(new, "identity_2", "A", response_time_ms=8_000)
        with database.connect("owner") as owner:
            times = owner.execute(
                "select response_time_ms from answer where session_id = %s order by question_id",
                [new],
            ).fetchall()
        assert times == [(20_000,), (8_000,)]

    async def test_starts_empty_and_says_so_when_the_questions_changed(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        old = await learner.start()
        await learner.client.respond(old, "identity_1", "B")
        with database.connect("owner") as owner:
            owner.execute(
                "update profiling_session set bank_text_hash = 'other' where id = %s", [old]
            )
        again = await learner.client.start(learner.ticket())
        assert not again.json()["answers_kept"]
        assert again.json()["progress"]["answered"] == 0


class TestLanguage:
    async def test_tells_the_language_of_the_questions_whatever_was_wished_for(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        started = await learner.client.post(
            "/session/start", {"ticket": learner.ticket(), "language": "ru-RU"}
        )
        assert (started.status_code, started.json()["language"]) == (201, BANK.locale)
        shown = (await learner.client.get("/status")).json()
        assert shown["language"] == BANK.locale
        assert read_language(database, started.json()["session_id"]) == "ru-RU"

    async def test_a_second_start_keeps_the_first_wish(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        body = {"ticket": learner.ticket(), "language": "pt-BR"}
        await learner.client.post("/session/start", body)
        again = await learner.client.post("/session/start", {**body, "language": "de"})
        assert again.status_code == 200
        assert read_language(database, again.json()["session_id"]) == "pt-BR"

    async def test_is_the_one_of_the_questions_without_a_wish(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        assert read_language(database, await learner.start()) == BANK.locale

    async def test_moves_on_with_the_answers(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        body = {"ticket": learner.ticket(), "language": "kk-Cyrl-KZ"}
        started = await learner.client.post("/session/start", body)
        rest(database, started.json()["session_id"], days=7.01)
        assert read_language(database, await learner.start()) == "kk-Cyrl-KZ"

    @pytest.mark.parametrize(
        ("tag", "code"),
        [
            ("e", "too-short"),
            ("en_US", "string-pattern-mismatch"),
            ("en-", "string-pattern-mismatch"),
            ("en-" + "a" * 9, "string-pattern-mismatch"),
            ("en" + "-abcdefgh" * 4, "too-long"),
            (7, "string-type"),
        ],
    )
    async def test_refuses_what_is_no_tag(self, learner: Learner, tag: object, code: str) -> None:
        refused = await learner.client.post(
            "/session/start", {"ticket": learner.ticket(), "language": tag}
        )
        assert (refused.status_code, list_faults(refused)) == (422, [("/language", code)])


def read_language(database: TestDatabase, session_id: str) -> str:
    with database.connect("owner") as owner:
        (found,) = owner.execute(
            "select language from profiling_session where id = %s", [session_id]
        ).fetchone() or ("",)
    return str(found)


def rest(database: TestDatabase, session_id: str, *, days: float) -> None:
    """Move the session and its answers into the past."""
    moved = "%s * interval '1 day'"
    sessions = f"update profiling_session set started_at = started_at - {moved} where id = %s"
    answers = (
        f"update answer set answered_at = answered_at - {moved},"
        f" received_at = received_at - {moved} where session_id = %s"
    )
    with database.connect("owner") as owner:
        owner.execute(sessions, [days, session_id])
        owner.execute(answers, [days, days, session_id])


class TestReflection:
    async def test_keeps_what_is_left_out_and_clears_what_is_null(self, learner: Learner) -> None:
        path = f"/session/{await learner.start()}/reflection"
        both = await learner.client.post(path, {"why": "I like it", "aim": "A job"})
        assert both.json() == {"why": "I like it", "aim": "A job"}
        one = await learner.client.post(path, {"aim": "Another"})
        assert one.json() == {"why": "I like it", "aim": "Another"}
        none = await learner.client.post(path, {"why": None})
        assert none.json() == {"why": None, "aim": "Another"}

    async def test_refuses_when_too_long(self, learner: Learner) -> None:
        path = f"/session/{await learner.start()}/reflection"
        assert (await learner.client.post(path, {"why": "😀" * 600})).status_code == 200
        refused = await learner.client.post(path, {"why": "x" * 601})
        assert (refused.status_code, list_faults(refused)) == (422, [("/why", "too-long")])

    async def test_refuses_when_the_session_is_completed_or_foreign(
        self, make_learner: MakeLearner
    ) -> None:
        mine, theirs = make_learner(), make_learner()
        done = await mine.finish()
        late = await mine.client.post(f"/session/{done}/reflection", {"why": "x"})
        assert (late.status_code, late.json()["code"]) == (409, "session-completed")
        foreign = await theirs.client.post(f"/session/{done}/reflection", {"why": "x"})
        assert foreign.status_code == 404


class TestModules:
    async def test_shows_all_that_another_device_needs(self, learner: Learner) -> None:
        session_id = await learner.start()
        sheet = answer_sheet()
        await learner.answer_all(session_id, {key: sheet[key] for key in list(sheet)[:10]})
        shown = (await learner.client.get(f"/session/{session_id}/modules")).json()
        assert [module["complete"] for module in shown["modules"]] == [True] + [False] * 5
        assert [module["total"] for module in shown["modules"]] == [10, 10, 10, 10, 10, 1]
        stored = {q["question_id"]: q["selected_option"] for q in shown["modules"][0]["questions"]}
        assert stored == {key: sheet[key] for key in list(sheet)[:10]}


class TestStatus:
    async def test_is_empty_when_nothing_was_started(self, learner: Learner) -> None:
        shown = await learner.client.get("/status")
        assert shown.json() == {
            "use": "resumption-only",
            "language": "en",
            "session": None,
            "delivery": None,
        }

    async def test_shows_the_newest_epoch_when_there_are_several(self, learner: Learner) -> None:
        await learner.finish(1)
        session_id = await learner.start(2)
        shown = (await learner.client.get("/status")).json()
        assert shown["session"]["session_id"] == session_id
        assert shown["session"]["epoch"] == 2

    async def test_shows_the_delivery_when_completed(self, learner: Learner) -> None:
        await learner.finish()
        shown = (await learner.client.get("/status")).json()
        assert shown["delivery"]["state"] == "pending"
