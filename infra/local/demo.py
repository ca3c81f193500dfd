"""Demo people for development: one mentor and three learners at three stages of the journey.

Everything is made as people make it: over HTTP, through the profiler and the real signed sync.
Refused in production. Writes RUN_DIR/demo.json (0600) and prints the logins.
"""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from infra.local.account import write_private
from tests.clients.core_client import CoreClient, Student
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient

# A suffix of its own, so that a load that was cut off can be repeated.
_DOMAIN = f"demo-{secrets.token_hex(2)}.talent-engine.example"
_MODULES_READ = 3


def main() -> int:
    """Make the people that do not exist yet and print every login."""
    if os.environ.get("ENVIRONMENT") == "production":
        print("demo data is not for production", file=sys.stderr)
        return 1
    logins = [_make_mentor(), *_make_learners()]
    write_private(Path(os.environ["RUN_DIR"]) / "demo.json", json.dumps(logins, indent=1) + "\n")
    for login in logins:
        print(f"demo login: {login['email']} {login['password']} ({login['stage']})", flush=True)
    return 0


def _make_mentor() -> dict[str, str]:
    login = {
        "email": f"mentor@{_DOMAIN}",
        "password": secrets.token_urlsafe(15),
        "stage": "mentor",
    }
    subprocess.run(
        [sys.executable, "-m", "core", "ensure_mentor"],
        env={**os.environ, "MENTOR_EMAIL": login["email"], "MENTOR_PASSWORD": login["password"]},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return login


def _make_learners() -> list[dict[str, str]]:
    admin = CoreClient.connect(os.environ["CORE_INTERNAL_URL"]).log_in(
        os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"]
    )
    profiler = ProfilerClient.connect(os.environ["PROFILER_INTERNAL_URL"])
    first = admin.create_active_student(
        email=f"amina@{_DOMAIN}", first_name="Amina", last_name="Okafor"
    )
    second = admin.create_active_student(
        email=f"bela@{_DOMAIN}", first_name="Béla", last_name="Kovács"
    )
    third = admin.create_active_student(
        email=f"chen@{_DOMAIN}", first_name="Chen", last_name="Yu-Ting"
    )
    _walk_into_foundations(LearnerJourney(admin.anonymous(), profiler, second, seed=2))
    _walk_to_dashboard(LearnerJourney(admin.anonymous(), profiler, third, seed=3))
    return [
        _login(first, "before profiling"),
        _login(second, "in foundations"),
        _login(third, "on the dashboard"),
    ]


def _walk_into_foundations(learner: LearnerJourney) -> None:
    learner.profile_whole()
    learner.wait_for_result(within_s=30)
    for module in learner.foundations()["modules"][:_MODULES_READ]:
        learner.read_module(module)


def _walk_to_dashboard(learner: LearnerJourney) -> None:
    learner.profile_whole()
    learner.wait_for_result(within_s=30)
    learner.do_foundations()


def _login(student: Student, stage: str) -> dict[str, str]:
    return {"email": student.email, "password": student.password, "stage": stage}


if __name__ == "__main__":
    sys.exit(main())
