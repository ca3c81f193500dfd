"""The state machine, on the real supervisor in a process of its own and tiny fake programs."""

import time
from pathlib import Path

from infra.tests.harness import (
    FakeSystem,
    fake,
    is_gone,
    kill,
    read_pid,
    wait_until,
)


class TestStart:
    def test_runs_stages_in_order_when_one_needs_the_other(
        self, system: FakeSystem, tmp_path: Path
    ) -> None:
        made = tmp_path / "made"
        first = {"name": "first", "kind": "one-shot", "stage": 0, "argv": ["sh", "-c"]}
        first["argv"] = ["sh", "-c", f"sleep 0.3; touch '{made}'"]
        second = {"name": "second", "kind": "one-shot", "stage": 1}
        second["argv"] = ["test", "-f", str(made)]

        system.start_ready(second, first, fake("web", "service", stage=2))

        assert system.text().index("first done") < system.text().index("second done")

    def test_is_not_ready_before_the_service_says_so(
        self, system: FakeSystem, tmp_path: Path
    ) -> None:
        system.start(fake("web", "service", ready_file=str(tmp_path / "up")))
        system.wait_for_pid("web")
        time.sleep(0.3)
        before = system.text()
        (tmp_path / "up").touch()
        system.wait_for_line("ready")

        assert "ready\n" not in before

    def test_shows_the_last_20_lines_when_a_one_shot_fails(self, system: FakeSystem) -> None:
        system.start(
            fake("web", "service", stage=0),
            fake("migrate", "one-shot", "--say", "21", "--exit", "3", stage=1),
        )

        assert system.wait() == 1
        assert "error: migrate ended with exit code 3 during the start" in system.text()
        assert "line 1\n" in system.text()
        assert "line 0\n" not in system.text()

    def test_fails_when_a_service_ends_before_ready(self, system: FakeSystem) -> None:
        system.start(fake("web", "service", "--exit", "0", ready_file="/nonexistent"))

        assert system.wait() == 1
        assert "error: web ended with exit code 0 during the start" in system.text()

    def test_fails_when_a_service_does_not_outlive_its_imports(self, system: FakeSystem) -> None:
        short = {"name": "web", "kind": "service", "argv": ["sleep", "0.3"], "settle_s": 2}
        system.start(short)

        assert system.wait() == 1
        assert "error: web ended with exit code 0 during the start" in system.text()

    def test_gives_up_when_a_service_is_never_ready(self, system: FakeSystem) -> None:
        system.start(fake("web", "service", ready_file="/nonexistent", timeout_s=0.3))

        assert system.wait() == 1
        assert "error: web was not ready after 0 s" in system.text()

    def test_says_so_when_a_program_does_not_exist(self, system: FakeSystem) -> None:
        system.start({"name": "web", "kind": "service", "argv": ["/nonexistent"]})

        assert system.wait() == 1
        assert "error: web cannot be started" in system.text()


class TestRestart:
    def test_starts_a_service_again_when_it_is_killed(self, system: FakeSystem) -> None:
        system.start_ready(fake("web", "service"))
        first = system.pid("web")
        kill(first)

        second = system.wait_for_pid("web", other_than=first)

        assert not is_gone(second)
        assert "web killed by SIGKILL; again in 0.0 s" in system.text()

    def test_kills_what_the_dead_leader_left_before_it_starts_again(
        self, system: FakeSystem, tmp_path: Path
    ) -> None:
        worker = tmp_path / "worker"
        system.start_ready(fake("web", "service", "--child", str(worker)))
        first = read_pid(worker)
        kill(system.pid("web"))

        read_pid(worker, other_than=first)

        assert is_gone(first)

    def test_stops_everything_after_five_restarts_in_a_minute(
        self, system: FakeSystem, tmp_path: Path
    ) -> None:
        starts = tmp_path / "starts"
        script = f"echo >> '{starts}'; sleep 0.1"
        system.start(
            {"name": "web", "kind": "service", "argv": ["sh", "-c", script]},
            fake("other", "service"),
        )
        other = system.wait_for_pid("other")

        assert system.wait(20) == 1
        assert starts.read_text().count("\n") == 6
        assert system.text().count("error: ") == 1
        assert "error: web ended with exit code 0 and was restarted too often" in system.text()
        assert is_gone(other)


class TestEngine:
    def test_stops_everything_with_one_line_when_an_engine_dies(self, system: FakeSystem) -> None:
        system.start_ready(fake("db", "engine", stop_group=1), fake("web", "service", stage=1))
        web = system.pid("web")
        kill(system.pid("db"))

        assert system.wait() == 1
        assert system.text().count("error: ") == 1
        assert "error: db killed by SIGKILL" in system.text()
        assert is_gone(web)


class TestBackground:
    def test_shows_its_output_when_it_succeeds(self, system: FakeSystem) -> None:
        system.start_ready(
            fake("web", "service"), fake("demo", "background", "--say", "1", "--exit", "0")
        )

        system.wait_for_line("line 0")

    def test_warns_and_goes_on_when_it_fails(self, system: FakeSystem) -> None:
        system.start_ready(fake("web", "service"), fake("demo", "background", "--exit", "2"))

        wait_until(lambda: "warning: demo ended with exit code 2" in system.text())
        assert not is_gone(system.pid("web"))


class TestStop:
    def test_stops_services_before_the_engine_when_interrupted(
        self, system: FakeSystem, tmp_path: Path
    ) -> None:
        log = tmp_path / "terms"
        system.start_ready(
            fake("db", "engine", "--log-term", str(log), stop_group=1),
            fake("web", "service", "--log-term", str(log), stage=1),
        )
        time.sleep(0.3)  # The fakes have no readiness: let them install their handlers.
        system.interrupt()

        assert system.wait() == 0
        assert log.read_text().split() == ["web", "db"]

    def test_is_over_within_5_s_when_a_service_and_an_engine_ignore_it(
        self, system: FakeSystem, tmp_path: Path
    ) -> None:
        worker = tmp_path / "worker"
        system.start_ready(
            fake("db", "engine", "--ignore-term", stop_group=1),
            fake("web", "service", "--ignore-term", "--child", str(worker), stage=1),
        )
        pids = [system.pid("db"), system.pid("web"), read_pid(worker)]
        started = time.monotonic()
        system.interrupt()

        assert system.wait() == 0
        assert time.monotonic() - started <= 5
        assert all(is_gone(pid) for pid in pids)

    def test_kills_a_one_shot_when_interrupted_during_the_start(self, system: FakeSystem) -> None:
        system.start(
            fake("db", "engine", stop_group=1),
            fake("migrate", "one-shot", "--ignore-term", stage=1),
        )
        pids = [system.wait_for_pid("db"), system.wait_for_pid("migrate")]
        started = time.monotonic()
        system.interrupt()

        assert system.wait() == 130
        assert time.monotonic() - started <= 5
        assert all(is_gone(pid) for pid in pids)
        assert "ready\n" not in system.text().replace("db ready\n", "")

    def test_kills_at_once_when_interrupted_twice(self, system: FakeSystem) -> None:
        system.start_ready(fake("web", "service", "--ignore-term"))
        web = system.pid("web")
        time.sleep(0.3)
        started = time.monotonic()
        system.interrupt()
        time.sleep(0.2)
        system.interrupt()

        assert system.wait() == 0
        assert time.monotonic() - started < 1.5
        assert is_gone(web)


class TestAfterKill:
    def test_children_die_with_a_killed_supervisor(self, system: FakeSystem) -> None:
        system.start_ready(fake("web", "service"))
        web = system.pid("web")
        kill(system.child.pid)

        wait_until(lambda: is_gone(web))

    def test_the_next_start_stops_workers_that_are_left(
        self, system: FakeSystem, tmp_path: Path
    ) -> None:
        worker = tmp_path / "worker"
        system.start_ready(fake("web", "service", "--child", str(worker)))
        left = read_pid(worker)
        kill(system.child.pid)
        system.wait()
        survived = not is_gone(left)

        system.start_ready(fake("web", "service"))

        assert survived
        assert is_gone(left)
        assert "leftovers: web" in system.text()
