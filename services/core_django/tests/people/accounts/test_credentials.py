"""Setting a password: by invitation, by change, by a mailed link."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache

from core_testing import raw
from core_testing.races import run_at_once
from core_testing.relaying import drain_outbox
from tests.clients.core_client import CoreClient, Student


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
