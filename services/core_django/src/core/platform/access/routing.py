"""Sends every query to the connection of the open scope."""

from typing import Any

from core.platform.access.scopes import current_scope


class ScopeRouter:
    """Reads and writes follow the scope; migrations run on ``default`` alone."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str | None:
        scope = current_scope()
        return scope.alias if scope else None

    db_for_write = db_for_read

    def allow_relation(self, _left: Any, _right: Any, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        return db == "default"
