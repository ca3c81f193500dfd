"""The rules. Each is a function from one source to its findings."""

import ast
from collections.abc import Callable, Iterator
from typing import TypeVar

from tools.lint.source import Finding, Source

Rule = Callable[[Source], Iterator[Finding]]
Node = TypeVar("Node", bound=ast.AST)

AUTH_CALL_SITES = frozenset(
    {
        "services/core_django/src/core/people/accounts/services/credentials.py",
        "services/core_django/src/core/people/accounts/services/login.py",
        "services/core_django/src/core/people/accounts/services/sessions.py",
    }
)
WORKER_CALL_SITES = frozenset(
    {
        "services/core_django/src/core/front/administration/operator.py",
        "services/core_django/src/core/front/privacy/management/commands/erasures.py",
        "services/core_django/src/core/front/system/management/commands/dead_letters.py",
        "services/core_django/src/core/growth/portfolio/consumers.py",
        "services/core_django/src/core/insight/dashboard/consumers.py",
        "services/core_django/src/core/insight/dashboard/tasks.py",
        "services/core_django/src/core/journey/profiling/tasks.py",
        "services/core_django/src/core/people/accounts/consumers.py",
        "services/core_django/src/core/platform/idempotency/tasks.py",
        "services/core_django/src/core/platform/outbox/relay.py",
    }
)
SCOPES = "services/core_django/src/core/platform/access/scopes.py"
ENVIRONMENT_READERS = (
    "services/core_django/src/core/config/",
    "services/profiler_fastapi/src/profiler/settings.py",
    "infra/",
    "tools/",
)
MAX_LINES = 400
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "services2"}


def auth_role_is_listed(source: Source) -> Iterator[Finding]:
    """Only the pre-login flows use the ``auth`` connection."""
    for node in _nodes(source, ast.keyword):
        value = node.value
        is_auth = isinstance(value, ast.Constant) and value.value == "auth"
        if node.arg == "using" and is_auth and source.path not in AUTH_CALL_SITES:
            advice = "add the flow to AUTH_CALL_SITES or use the own role"
            yield _finding(source, value, "auth-role", advice)


def worker_actor_is_listed(source: Source) -> Iterator[Finding]:
    """Only the listed doors act as the system, that is, see every learner as ``worker``."""
    for node in _nodes(source, ast.Attribute):
        is_system = node.attr == "system" and _name(node.value) == "Actor"
        if is_system and source.path not in WORKER_CALL_SITES:
            yield _finding(source, node, "worker-role", "add the door to WORKER_CALL_SITES")


def transactions_open_in_scopes(source: Source) -> Iterator[Finding]:
    """Use cases, steps and readings open transactions; a savepoint names its connection."""
    if source.room is None or source.path == SCOPES:
        return
    for node in _nodes(source, ast.Call):
        names_connection = any(keyword.arg == "using" for keyword in node.keywords)
        if _name(node.func) == "atomic" and not names_connection:
            advice = "open a use case, or name the savepoint's connection by using="
            yield _finding(source, node, "atomic", advice)


def environment_is_read_in_settings(source: Source) -> Iterator[Finding]:
    """Nothing but the settings objects reads the surroundings."""
    if source.path.startswith(ENVIRONMENT_READERS):
        return
    for node in _nodes(source, ast.Attribute):
        if node.attr in {"environ", "getenv"}:
            yield _finding(source, node, "environment", "ask the service's settings object")


def foreign_keys_name_classes(source: Source) -> Iterator[Finding]:
    """A string foreign key is an import that the import contracts cannot see."""
    if source.is_migration:
        return
    for node in _nodes(source, ast.Call):
        if _name(node.func) not in RELATIONS or not node.args:
            continue
        target = node.args[0]
        if isinstance(target, ast.Constant) and target.value != "self":
            yield _finding(source, node, "string-foreign-key", "import and name the class")


def no_signals(source: Source) -> Iterator[Finding]:
    """What happens below and matters above travels through the outbox."""
    for node in _nodes(source, ast.ImportFrom):
        if (node.module or "").endswith("dispatch"):
            yield _finding(source, node, "signal", "publish an event through the outbox")


def rooms_call_steps_of_rooms(source: Source) -> Iterator[Finding]:
    """Inside core a use case or step calls another room's steps and selectors, not its services."""
    if source.room is None or ("/services" not in source.path and "/steps" not in source.path):
        return
    own = ".".join(("core", *source.room))
    for node in _nodes(source, ast.ImportFrom):
        module = node.module or ""
        names_services = any(alias.name == "services" for alias in node.names)
        is_service = ".services" in module or names_services
        if module.startswith("core.") and is_service and not module.startswith(own):
            yield _finding(source, node, "foreign-service", "call the other room's steps")


def names_say_something(source: Source) -> Iterator[Finding]:
    """A file named for nothing collects everything."""
    parts = source.path.removesuffix(".py").split("/")
    if VAGUE & set(parts):
        yield Finding(source.path, 1, "vague-name", "name the file for its role in the room")


def files_stay_small(source: Source) -> Iterator[Finding]:
    """Too big: split by meaning into a package of the same name."""
    count = source.text.count("\n")
    if count > MAX_LINES and not source.is_migration:
        yield Finding(source.path, count, "too-long", f"{count} lines; split by meaning")


RULES: tuple[Rule, ...] = (
    auth_role_is_listed,
    worker_actor_is_listed,
    transactions_open_in_scopes,
    environment_is_read_in_settings,
    foreign_keys_name_classes,
    no_signals,
    rooms_call_steps_of_rooms,
    names_say_something,
    files_stay_small,
)


def _nodes(source: Source, kind: type[Node]) -> Iterator[Node]:
    return (node for node in ast.walk(source.tree) if isinstance(node, kind))


def _finding(source: Source, node: ast.AST, rule: str, advice: str) -> Finding:
    return Finding(source.path, getattr(node, "lineno", 1), rule, advice)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
