"""The embedded engines of an instance, as rows of the process table."""

from infra.local.binaries import find_postgres_programs, find_valkey_program
from infra.local.environment import Group, select_environment
from infra.local.instance import Instance
from infra.local.postgres import Postgres
from infra.local.program import Kind, Program
from infra.local.settings import LocalSettings
from infra.local.valkey import Valkey

_FIRST, _SECOND = 0, 1
_AFTER_THE_APPLICATIONS = 1


def load_postgres(instance: Instance, settings: LocalSettings) -> Postgres:
    """Return the instance's PostgreSQL; it forgets on a crash only in the test environment."""
    return Postgres(
        home=instance.home / "postgres",
        programs=find_postgres_programs(instance.home, instance.account),
        port=instance.postgres_port,
        password=instance.passwords["postgres"],
        account=instance.account,
        is_durable=settings.environment != "test",
    )


def load_valkey(instance: Instance) -> Valkey:
    """Return the instance's Valkey."""
    return Valkey(
        home=instance.home / "valkey",
        program=find_valkey_program(instance.home, instance.account),
        port=instance.valkey_port,
        password=instance.passwords["valkey"],
        account=instance.account,
    )


def list_postgres_programs(postgres: Postgres, settings: LocalSettings) -> list[Program]:
    """Return the creation, only before the first start, and the server."""
    env = select_environment(Group.ENGINE, settings.given)
    server = Program(
        "postgres",
        postgres.server_argv(),
        Kind.ENGINE,
        _SECOND,
        env=env,
        cwd=postgres.home,
        account=postgres.account,
        prepare=postgres.prepare_start,
        is_ready=postgres.is_ready,
        stop_signal=postgres.stop_signal,
        stop_group=_AFTER_THE_APPLICATIONS,
        territory=postgres.data,  # Backends open their own sessions.
    )
    if postgres.is_initialised():
        return [server]
    postgres.prepare_creation()
    creation = Program(
        "initdb",
        postgres.creation_argv(),
        Kind.ONE_SHOT,
        _FIRST,
        env=env,
        cwd=postgres.home,
        account=postgres.account,
        finish=postgres.finish_creation,
    )
    return [creation, server]


def list_valkey_programs(valkey: Valkey, settings: LocalSettings) -> list[Program]:
    """Return the server."""
    valkey.prepare()
    server = Program(
        "valkey",
        valkey.server_argv(),
        Kind.ENGINE,
        _FIRST,
        env=select_environment(Group.ENGINE, settings.given),
        cwd=valkey.home,
        account=valkey.account,
        is_ready=valkey.is_ready,
        stop_signal=valkey.stop_signal,
        stop_group=_AFTER_THE_APPLICATIONS,
    )
    return [server]
