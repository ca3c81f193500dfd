"""The SQL of row-level security, for migrations. Applied migrations depend on it: add functions,
never change what an existing one writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import migrations

ACTOR = "(select nullif(current_setting('app.user_id', true), ''))::uuid"
ABOUT = "((select nullif(current_setting('app.about', true), ''))::uuid[])"
IS_ADMIN = "(select core_is_admin())"


@dataclass(frozen=True, slots=True)
class Policy:
    """One permissive policy. ``check`` defaults to ``using`` for the commands that write."""

    name: str
    role: str
    command: str
    using: str = "true"
    check: str | None = None

    def sql(self, table: str) -> str:
        """The CREATE POLICY statement."""
        clauses = []
        if self.command != "insert":
            clauses.append(f"using ({self.using})")
        if self.command in {"insert", "update", "all"}:
            clauses.append(f"with check ({self.check or self.using})")
        return (
            f"create policy {self.name} on {table} for {self.command} to {self.role} "
            + " ".join(clauses)
        )


def self_policy(column: str, command: str = "all") -> Policy:
    """core_app reaches rows whose ``column`` is the actor."""
    return Policy(f"self_{command}", "core_app", command, f"{column} = {ACTOR}")


def about_policy(column: str, command: str) -> Policy:
    """core_app reaches rows whose ``column`` is a learner of the verified events at hand."""
    return Policy(f"about_{command}", "core_app", command, f"{column} = any({ABOUT})")


def admin_policy(command: str = "all") -> Policy:
    """core_app reaches every row while the actor holds a live admin role."""
    return Policy(f"admin_{command}", "core_app", command, IS_ADMIN)


def role_policy(role: str, command: str = "all", using: str = "true") -> Policy:
    """A process role (core_auth, core_worker) reaches the rows of ``using``."""
    return Policy(f"{role}_{command}", role, command, using)


def secure(table: str, *, policies: Iterable[Policy], grants: dict[str, str]) -> migrations.RunSQL:
    """Enable and force row-level security on ``table``, with its policies and grants.

    ``grants`` maps a role to its privileges, for instance ``{"core_app": "select, insert"}``.
    The owner sees everything, else a backfill would change 0 rows in silence.
    """
    statements = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy owner_all on {table} for all to core_owner using (true) with check (true)",
        *(policy.sql(table) for policy in policies),
        *(f"grant {rights} on {table} to {role}" for role, rights in grants.items()),
    ]
    return migrations.RunSQL(";\n".join(statements), migrations.RunSQL.noop)
