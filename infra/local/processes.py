"""The process table: everything that runs, in one place."""

import signal
import sys
from collections.abc import Mapping

from infra.local.environment import Group, select_environment
from infra.local.program import Kind, Program, is_alive
from infra.local.readiness import answers_readyz
from infra.local.settings import LocalSettings

# The engines' own rows (engines.py) are stages 0 and 1. A start is bound by the processor, so what
# does not wait for another starts beside it.
_KEYS, _PROVISION, _MIGRATE, _SERVE_PROFILER, _SERVE_CORE = 0, 2, 3, 4, 5
_OWNER, _APP, _WORKER = ({"CORE_DATABASE_ROLE": role} for role in ("owner", "app", "worker"))
_MIGRATION_TIMEOUT_S = 600.0
_COLLECT = ["core", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
_SETTLE_S = 2.0  # Who cannot be asked must at least survive its imports.


def list_application_programs(settings: LocalSettings, known: Mapping[str, str]) -> list[Program]:
    """Return every process of ours; `known` is what collect_settings() gave."""
    return [
        *_list_one_shots(known),
        *_list_core(settings, known),
        *_list_profiler(settings, known),
        *_list_celery(known),
        *_list_background(settings, known),
    ]


def _list_one_shots(known: Mapping[str, str]) -> list[Program]:
    keyrings = ["talent_contracts.keyrings", "ensure", "--core", known["CORE_KEYS_DIR"]]
    keyrings += ["--profiler", known["PROFILER_KEYS_DIR"]]
    as_core_owner = select_environment(Group.CORE_OWNER, known, **_OWNER)
    as_profiler_owner = select_environment(Group.PROFILER_OWNER, known)
    return [
        _one_shot("keys", _KEYS, keyrings, select_environment(Group.KEYS, known)),
        _one_shot("core-migrate", _MIGRATE, ["core", "migrate", "--noinput"], as_core_owner),
        _one_shot("profiler-migrate", _MIGRATE, ["profiler", "migrate"], as_profiler_owner),
        _one_shot("static", _SERVE_PROFILER, _COLLECT, as_core_owner),
        _one_shot("admin", _SERVE_CORE, ["core", "ensure_admin"], as_core_owner),
    ]


def provision_program(known: Mapping[str, str], **extra: str) -> Program:
    """Return the one-shot that makes databases and roles; see infra.postgres.provision."""
    names = [name for name in known if "_DATABASE_" in name]
    urls = {name: known[name] for name in names}
    env = {**select_environment(Group.ENGINE, known), **urls, **extra}
    return _one_shot("roles", _PROVISION, ["infra.postgres.provision"], env)


def _list_core(settings: LocalSettings, known: Mapping[str, str]) -> list[Program]:
    granian = ["granian", "--interface", "wsgi", "core.config.wsgi:application"]
    granian += ["--host", "127.0.0.1", "--port", str(settings.core_port)]
    granian += ["--workers", str(settings.core_workers), "--blocking-threads", "4"]
    granian += ["--respawn-failed-workers", "--workers-kill-timeout", "3", "--no-ws"]
    as_app = select_environment(Group.CORE_APP, known, **_APP)
    as_worker = select_environment(Group.CORE_WORKER, known, **_WORKER)
    return [
        _service("core", _SERVE_CORE, granian, as_app, port=settings.core_port),
        _service("core-relay", _SERVE_CORE, ["core", "run_relay"], as_worker),
    ]


def _list_profiler(settings: LocalSettings, known: Mapping[str, str]) -> list[Program]:
    uvicorn = ["uvicorn", "profiler.app:create_app", "--factory"]
    uvicorn += ["--host", "127.0.0.1", "--port", str(settings.profiler_port)]
    uvicorn += ["--workers", str(settings.profiler_workers)]
    uvicorn += ["--no-access-log", "--no-server-header"]
    as_app = select_environment(Group.PROFILER_APP, known)
    as_worker = select_environment(Group.PROFILER_WORKER, known)
    return [
        _service("profiler", _SERVE_PROFILER, uvicorn, as_app, port=settings.profiler_port),
        _service("profiler-relay", _SERVE_PROFILER, ["profiler", "relay"], as_worker),
    ]


def _list_celery(known: Mapping[str, str]) -> list[Program]:
    celery = ["celery", "--quiet", "-A", "core.config.celery"]
    worker = [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "-s", f"{known['RUN_DIR']}/celerybeat-schedule", "--pidfile="]
    env = select_environment(Group.CORE_WORKER, known, **_WORKER)
    # Tasks are hints: what a hard stop cuts is found again from a table.
    return [
        _service(name, _SERVE_CORE, argv, env, harder_signal=signal.SIGQUIT)
        for name, argv in (("celery-worker", worker), ("celery-beat", beat))
    ]


def _list_background(settings: LocalSettings, known: Mapping[str, str]) -> list[Program]:
    is_done = (settings.run_dir / "demo.json").exists()
    if settings.environment != "development" or not settings.wants_demo_data or is_done:
        return []
    env = select_environment(Group.CORE_OWNER, known, **_OWNER)
    argv = _python("infra.local.demo")
    return [Program("demo-data", argv, Kind.BACKGROUND, _SERVE_CORE + 1, env=env)]


def _one_shot(name: str, stage: int, module: list[str], env: Mapping[str, str]) -> Program:
    return Program(
        name, _python(*module), Kind.ONE_SHOT, stage, env=env, timeout_s=_MIGRATION_TIMEOUT_S
    )


def _service(
    name: str,
    stage: int,
    module: list[str],
    env: Mapping[str, str],
    *,
    port: int | None = None,
    harder_signal: signal.Signals = signal.SIGKILL,
) -> Program:
    """Return a program that runs on: with a port it is asked whether it is ready."""
    return Program(
        name,
        _python(*module),
        Kind.SERVICE,
        stage,
        env=env,
        is_ready=answers_readyz(port) if port else is_alive,
        settle_s=0.0 if port else _SETTLE_S,
        harder_signal=harder_signal,
    )


def _python(*module: str) -> list[str]:
    return [sys.executable, "-m", *module]
