"""Logging in, staying logged in and logging out."""

from uuid import UUID, uuid4

import httpx
import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core.cache import cache

from core_testing import raw
from core_testing.races import run_at_once
from tests.clients.core_client import CoreClient, Student


def refresh(core: CoreClient, token: str | None) -> httpx.Response:
    return core.post("/auth/refresh", {"refresh_token": token})


def age_rotation(session_user: UUID, seconds: int) -> None:
    raw.run_as_owner(
        "update accounts_refresh_token t set rotated_at = rotated_at - make_interval(secs => %s)"
        " from accounts_login_session s where s.id = t.session_id and s.user_id = %s",
        seconds,
        session_user,
    )


def find_cookie(answer: httpx.Response, beginning: str) -> str:
    given = [cookie.strip() for cookie in answer.headers.get_list("set-cookie")]
    (found,) = (cookie for cookie in given if cookie.startswith(beginning))
    return found


class TestLogin:
    def test_opens_a_session_in_the_body_when_asked(
        self, core: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email.upper(), student.password)
        assert client.me()["user"]["email"] == student.email
        assert client.refresh_token

    def test_keeps_the_refresh_token_in_a_strict_cookie_by_default(
        self, core: CoreClient, student: Student
    ) -> None:
        answer = core.post("/auth/login", {"email": student.email, "password": student.password})
        assert answer.json()["refresh_token"] is None
        cookie = find_cookie(answer, f"{settings.REFRESH_COOKIE_NAME}=")
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Path=/api/v1/auth" in cookie
        core.http.cookies.clear()

    def test_tells_pages_by_a_cookie_without_a_secret_that_there_is_a_login(
        self, core: CoreClient, student: Student
    ) -> None:
        given = {"email": student.email, "password": student.password}
        hint = find_cookie(core.post("/auth/login", given), f"{settings.LOGIN_COOKIE_NAME}=1;")
        assert "HttpOnly" not in hint
        assert "Path=/;" in hint
        assert "SameSite=Strict" in hint
        core.http.cookies.clear()

    def test_answers_the_same_bytes_for_wrong_unknown_and_inactive(
        self, core: CoreClient, admin: CoreClient, student: Student, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        invited = admin.create_student()
        hashed: list[str] = []
        genuine = hashers.check_password

        def watch(password: str, stored: str) -> bool:
            hashed.append(stored)
            return genuine(password, stored)

        monkeypatch.setattr(hashers, "check_password", watch)
        bodies = []
        for email in (student.email, f"nobody-{uuid4()}@example.org", invited["email"]):
            answer = core.post("/auth/login", {"email": email, "password": "wrong wrong wrong"})
            assert answer.status_code == 401
            bodies.append({k: v for k, v in answer.json().items() if k != "request_id"})
        assert bodies[0] == bodies[1] == bodies[2]
        assert len(hashed) == 3

    def test_is_slowed_down_after_ten_failures_and_says_how_long(
        self, core: CoreClient, student: Student
    ) -> None:
        wrong = {"email": student.email, "password": "wrong wrong wrong"}
        codes = [core.post("/auth/login", wrong).status_code for _ in range(11)]
        assert codes == [401] * 10 + [429]
        answer = core.post("/auth/login", {"email": student.email, "password": student.password})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        cache.clear()

    def test_accepts_no_password_while_the_account_is_deactivated(
        self, core: CoreClient, admin: CoreClient, student: Student
    ) -> None:
        admin.post(f"/admin/students/{student.id}/deactivate", {"reason": "left"})
        answer = core.post("/auth/login", {"email": student.email, "password": student.password})
        assert answer.json()["code"] == "invalid-credentials"


class TestRefresh:
    def test_rotates(self, core: CoreClient, student: Student) -> None:
        client = core.log_in(student.email, student.password)
        answer = refresh(core, client.refresh_token)
        assert answer.status_code == 200
        assert answer.json()["refresh_token"] != client.refresh_token
        assert CoreClient(core.http, answer.json()["access_token"]).me()

    def test_gives_a_fresh_successor_when_the_answer_was_lost(
        self, core: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        lost = refresh(core, client.refresh_token).json()["refresh_token"]
        again = refresh(core, client.refresh_token)
        assert again.status_code == 200
        assert refresh(core, lost).status_code == 401
        assert refresh(core, again.json()["refresh_token"]).status_code == 200

    def test_refuses_but_spares_the_family_when_the_successor_was_used(
        self, core: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        second = refresh(core, client.refresh_token).json()["refresh_token"]
        third = refresh(core, second).json()["refresh_token"]
        assert refresh(core, client.refresh_token).status_code == 401
        assert refresh(core, third).status_code == 200

    def test_revokes_the_family_when_an_old_token_comes_back_late(
        self, core: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        second = refresh(core, client.refresh_token).json()
        age_rotation(student.id, 31)
        assert refresh(core, client.refresh_token).json()["code"] == "invalid-refresh-token"
        assert refresh(core, second["refresh_token"]).status_code == 401
        assert CoreClient(core.http, second["access_token"]).get("/auth/me").status_code == 401

    def test_leaves_one_living_successor_when_many_refresh_at_once(
        self, core: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        answers = run_at_once(*[lambda: refresh(core, client.refresh_token)] * 8)
        fresh = [a.json()["refresh_token"] for a in answers if a.status_code == 200]
        alive = raw.run_as_owner(
            "select count(*) from accounts_refresh_token t"
            " join accounts_login_session s on s.id = t.session_id where s.user_id = %s"
            " and t.rotated_at is null and t.died_at is null and s.ended_at is null",
            student.id,
        )
        assert len(fresh) >= 1
        assert alive == [(1,)]

    def test_takes_the_cookie_only_from_the_own_origin(
        self, core: CoreClient, student: Student
    ) -> None:
        core.post("/auth/login", {"email": student.email, "password": student.password})
        foreign = core.post("/auth/refresh", {}, headers={"Origin": "https://evil.example"})
        assert foreign.json()["code"] == "origin-refused"
        own = core.post("/auth/refresh", {}, headers={"Origin": settings.ENV.core_public_url})
        core.http.cookies.clear()
        assert (own.status_code, own.json()["refresh_token"]) == (200, None)

    def test_refuses_what_is_no_token(self, core: CoreClient) -> None:
        assert refresh(core, "x" * 43).json()["code"] == "invalid-refresh-token"


class TestLogout:
    def test_ends_this_session_alone(self, core: CoreClient, student: Student) -> None:
        here, there = (core.log_in(student.email, student.password) for _ in range(2))
        here.post("/auth/logout")
        assert here.get("/auth/me").status_code == 401
        assert refresh(core, here.refresh_token).status_code == 401
        assert there.me()

    def test_ends_all_when_asked(self, core: CoreClient, student: Student) -> None:
        here, there = (core.log_in(student.email, student.password) for _ in range(2))
        here.post("/auth/logout", {"everywhere": True})
        assert there.get("/auth/me").status_code == 401

    def test_takes_both_cookies_away(self, core: CoreClient, student: Student) -> None:
        answer = core.log_in(student.email, student.password).post("/auth/logout")
        for name in (settings.REFRESH_COOKIE_NAME, settings.LOGIN_COOKIE_NAME):
            assert "Max-Age=0" in find_cookie(answer, f'{name}="";')

    def test_tells_the_profiler(self, core: CoreClient, student: Student) -> None:
        core.log_in(student.email, student.password).post("/auth/logout")
        sent = raw.run_as_owner(
            "select e.payload from outbox_event e join outbox_delivery d on d.event_id = e.id"
            " where e.type = 'access.revoked' and d.consumer = 'profiler'"
            " and e.ordering_key = %s order by e.id desc limit 1",
            student.id,
        )
        assert sent[0][0]["sid"] is not None
