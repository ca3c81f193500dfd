"""The verb `run`: one instance from nothing to ready, until it is stopped."""

import os
from collections.abc import Callable, Sequence

from infra.local.account import find_engine_account
from infra.local.console import Console
from infra.local.credentials import load_credentials
from infra.local.engines import (
    list_postgres_programs,
    list_valkey_programs,
    load_postgres,
    load_valkey,
)
from infra.local.errors import LocalError
from infra.local.instance import Instance, load_instance, lock_run_dir
from infra.local.known import collect_settings, list_roles_to_make
from infra.local.ports import is_free
from infra.local.processes import list_application_programs, provision_program
from infra.local.program import Program
from infra.local.record import ProcessRecord
from infra.local.settings import LocalSettings, read_settings
from infra.local.supervisor import Supervisor


def run_system(_: Sequence[str]) -> int:
    """Start the whole system and stay until it is stopped; return the exit code."""
    console = Console()
    settings = read_settings(os.environ)
    account = find_engine_account()
    with lock_run_dir(settings.run_dir, account):
        record = ProcessRecord(settings.run_dir / "processes.json")
        if leftovers := record.stop_leftovers():
            console.say(f"stopped what an earlier run left: {', '.join(leftovers)}")
        _check_ports(settings)
        instance = load_instance(settings.run_dir, account)
        programs, on_ready = _plan(settings, instance, console)
        return Supervisor(
            programs, logs=instance.logs, record=record, console=console, on_ready=on_ready
        ).run()


def _check_ports(settings: LocalSettings) -> None:
    for name, port in (
        ("CORE_PORT", settings.core_port),
        ("PROFILER_PORT", settings.profiler_port),
    ):
        if not is_free(port):
            raise LocalError(f"port {port} is in use: stop what uses it or set {name}")


def _plan(
    settings: LocalSettings, instance: Instance, console: Console
) -> tuple[list[Program], Callable[[], None]]:
    """Return the process table of this start and what to say when it is ready."""
    programs: list[Program] = []
    redis_url = ""
    if not settings.has_external_redis:
        valkey = load_valkey(instance)
        redis_url = valkey.url
        programs += list_valkey_programs(valkey, settings)
    known = collect_settings(settings, instance, redis_url)
    programs += _plan_databases(settings, instance, known)
    path = instance.run_dir / "credentials.json"
    credentials, is_first = load_credentials(
        path, settings, core_url=known["CORE_PUBLIC_URL"], profiler_url=known["PROFILER_PUBLIC_URL"]
    )
    known |= {
        "ADMIN_EMAIL": credentials.admin_email,
        "ADMIN_PASSWORD": credentials.admin_password,
    }
    programs += list_application_programs(settings, known)

    def announce() -> None:
        if is_first:
            console.show(f"admin login: {credentials.admin_email} {credentials.admin_password}")
        console.show(f"open {credentials.core_url} · profiler {credentials.profiler_url}")
        console.show(f"credentials in {path} · logs in {instance.logs} · stop with Ctrl-C")
        console.show(f"ready in {console.elapsed_s:.1f} s")

    return programs, announce


def _plan_databases(
    settings: LocalSettings, instance: Instance, known: dict[str, str]
) -> list[Program]:
    if settings.has_external_databases:
        roles = " ".join(list_roles_to_make(settings))
        return [provision_program(known, PROVISION_ROLES=roles)]
    postgres = load_postgres(instance, settings)
    provision = provision_program(known, PROVISION_SUPERUSER=postgres.superuser_conninfo)
    return [*list_postgres_programs(postgres, settings), provision]
