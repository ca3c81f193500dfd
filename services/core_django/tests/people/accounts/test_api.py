from uuid import UUID, uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.contrib.auth import hashers
from django.core.cache import cache

from core.people.accounts import tokens as access_tokens
from core.platform.common.ids import new_id
from core_testing import raw
from core_testing.races import run_at_once
from core_testing.relaying import drain_outbox
from talent_contracts import tokens
from talent_contracts.keyrings import KeyringFile
from tests.clients.core_client import CoreClient, Student


@pytest.fixture
def student(admin: CoreClient) -> Student:
    cache.clear()
    return admin.create_active_student()


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


class TestAccessToken:
    def claims(self, student: Student, client: CoreClient) -> dict[str, object]:
        assert client.token is not None
        return jwt.decode(client.token, options={"verify_signature": False}) | {}

    @pytest.mark.parametrize(
        "change",
        [
            {"exp": 1},
            {"aud": ["profiler"]},
            {"iss": "somebody"},
            {"ver": 0},
            {"sid": str(new_id())},
            {"sub": str(new_id())},
            {"sub": None},
            {"jti": None},
            {"exp": None},
        ],
    )
    def test_is_refused_when_a_claim_is_off(
        self, core: CoreClient, student: Student, change: dict[str, object]
    ) -> None:
        claims = self.claims(student, core.log_in(student.email, student.password)) | change
        key = access_tokens.token_keys().get().signing_keys()[0]
        forged = jwt.encode(
            {k: v for k, v in claims.items() if v is not None},
            key.private,
            "EdDSA",
            headers={"kid": key.kid, "typ": tokens.ACCESS_TYP},
        )
        assert CoreClient(core.http, forged).get("/auth/me").status_code == 401

    def test_is_refused_with_another_type_key_or_algorithm(
        self, core: CoreClient, student: Student
    ) -> None:
        claims = self.claims(student, core.log_in(student.email, student.password))
        key = access_tokens.token_keys().get().signing_keys()[0]
        ticket = access_tokens.ticket_keys().get().signing_keys()[0]
        stranger = Ed25519PrivateKey.generate()
        typ = {"typ": tokens.ACCESS_TYP}
        forgeries = [
            jwt.encode(claims, key.private, "EdDSA", headers={"kid": key.kid, "typ": "JWT"}),
            jwt.encode(claims, stranger, "EdDSA", headers={"kid": key.kid, **typ}),
            jwt.encode(claims, ticket.private, "EdDSA", headers={"kid": ticket.kid, **typ}),
            jwt.encode(claims, key.private, "EdDSA", headers={"kid": "unknown", **typ}),
            jwt.encode(claims, "s" * 32, "HS256", headers={"kid": key.kid, **typ}),
            jwt.encode(claims, "", "none", headers={"kid": key.kid, **typ}),
            "a.b.c",
        ]
        for forged in forgeries:
            assert CoreClient(core.http, forged).get("/auth/me").status_code == 401

    def test_stops_counting_when_the_account_is_deactivated(
        self, core: CoreClient, admin: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        admin.post(f"/admin/students/{student.id}/deactivate", {"reason": "left"})
        assert client.get("/auth/me").status_code == 401
        admin.post(f"/admin/students/{student.id}/activate")
        assert client.get("/auth/me").status_code == 401
        assert core.log_in(student.email, student.password).me()


class TestJwks:
    def test_publishes_public_halves_with_their_purpose(self, core: CoreClient) -> None:
        keys = core.get("/auth/jwks").json()["keys"]
        assert {key["purpose"] for key in keys} == {"token", "ticket"}
        assert all(set(key) == {"kty", "crv", "kid", "x", "use", "alg", "purpose"} for key in keys)

    def test_never_publishes_a_private_half(self, core: CoreClient) -> None:
        private = (settings.ENV.core_keys_dir / "token.json").read_text()
        secret = KeyringFile(settings.ENV.core_keys_dir / "token.json").get().keys[0].d
        assert secret is not None
        assert secret in private
        assert secret not in core.get("/auth/jwks").text


class TestInvitation:
    def test_is_single_use(self, core: CoreClient, admin: CoreClient) -> None:
        token = admin.create_student()["invitation"]["token"]
        given = {"token": token, "password": "a long password"}
        assert core.post("/auth/invitations/accept", given).status_code == 200
        assert core.post("/auth/invitations/accept", given).json()["code"] == "invalid-link"

    def test_counts_once_when_accepted_at_once_by_many(
        self, core: CoreClient, admin: CoreClient
    ) -> None:
        given = {
            "token": admin.create_student()["invitation"]["token"],
            "password": "a long password",
        }
        codes = run_at_once(*[lambda: core.post("/auth/invitations/accept", given).status_code] * 5)
        assert sorted(codes) == [200, 422, 422, 422, 422]

    def test_ends_after_72_hours(self, core: CoreClient, admin: CoreClient) -> None:
        created = admin.create_student()
        raw.run_as_owner(
            "update accounts_one_time_link set expires_at = now() where user_id = %s", created["id"]
        )
        given = {"token": created["invitation"]["token"], "password": "a long password"}
        assert core.post("/auth/invitations/accept", given).json()["code"] == "invalid-link"

    def test_ends_when_a_newer_one_is_made(self, core: CoreClient, admin: CoreClient) -> None:
        created = admin.create_student()
        newer = admin.post(f"/admin/students/{created['id']}/invitation").json()
        for token, code in ((created["invitation"]["token"], 422), (newer["token"], 200)):
            given = {"token": token, "password": "a long password"}
            assert core.post("/auth/invitations/accept", given).status_code == code

    @pytest.mark.parametrize(
        ("password", "code"),
        [("short", "too-short"), ("x" * 129, "too-long"), ("password1234", "too-common")],
    )
    def test_refuses_a_weak_password_and_stays_usable(
        self, core: CoreClient, admin: CoreClient, password: str, code: str
    ) -> None:
        token = admin.create_student()["invitation"]["token"]
        refused = core.post("/auth/invitations/accept", {"token": token, "password": password})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
        assert refused.json()["errors"][0]["pointer"] == "/password"
        given = {"token": token, "password": "a long password"}
        assert core.post("/auth/invitations/accept", given).status_code == 200

    def test_is_stored_as_a_hash_only(self, admin: CoreClient) -> None:
        created = admin.create_student()
        stored = raw.run_as_owner(
            "select token_sha256 from accounts_one_time_link where user_id = %s", created["id"]
        )
        assert created["invitation"]["token"] not in stored[0][0]


class TestPasswordChange:
    def test_ends_every_login(self, core: CoreClient, student: Student) -> None:
        client = core.log_in(student.email, student.password)
        given = {"current_password": student.password, "new_password": "another long one"}
        assert client.post("/auth/password/change", given).status_code == 200
        assert client.get("/auth/me").status_code == 401
        assert core.log_in(student.email, "another long one").me()

    def test_is_refused_with_the_wrong_current_one(
        self, core: CoreClient, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        given = {"current_password": "wrong wrong", "new_password": "another long one"}
        answer = client.post("/auth/password/change", given)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid-credentials")
        assert client.me()


class TestPasswordReset:
    def mailed_token(self, email: str) -> str | None:
        mails = sorted((settings.ENV.run_dir / "mail").glob("*.log"))
        texts = [mail.read_text() for mail in mails]
        mine = [text for text in texts if f"To: {email}" in text]
        return mine[-1].split("token=")[1].split()[0] if mine else None

    def test_sets_a_password_by_the_mailed_link(self, core: CoreClient, student: Student) -> None:
        client = core.log_in(student.email, student.password)
        asked = core.post("/auth/password/reset-request", {"email": student.email})
        assert (asked.status_code, asked.json()) == (202, {"status": "ok"})
        drain_outbox()
        token = self.mailed_token(student.email)
        given = {"token": token, "password": "a brand new one"}
        assert core.post("/auth/password/reset", given).status_code == 200
        assert client.get("/auth/me").status_code == 401
        assert core.log_in(student.email, "a brand new one").me()
        assert core.post("/auth/password/reset", given).json()["code"] == "invalid-link"

    def test_says_the_same_and_mails_nothing_for_a_stranger(self, core: CoreClient) -> None:
        cache.clear()
        email = f"nobody-{uuid4()}@example.org"
        asked = core.post("/auth/password/reset-request", {"email": email})
        assert (asked.status_code, asked.json()) == (202, {"status": "ok"})
        drain_outbox()
        assert self.mailed_token(email) is None

    def test_refuses_an_invitation_as_a_reset(self, core: CoreClient, admin: CoreClient) -> None:
        token = admin.create_student()["invitation"]["token"]
        given = {"token": token, "password": "a long password"}
        assert core.post("/auth/password/reset", given).json()["code"] == "invalid-link"
