"""Celery: a task is a hint, the truth is a table."""

from typing import Any

from core.config.environment import Environment


def celery_settings(environment: Environment) -> dict[str, Any]:
    """Broker, limits and the beat schedule. Times are seconds."""
    return {
        "broker_url": environment.redis_url,
        "broker_connection_retry_on_startup": True,
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_time_limit": 120,
        "task_default_queue": "default",
        "worker_hijack_root_logger": False,
        "timezone": "UTC",
        "beat_schedule": {
            "drain-dirty-dashboards": {
                "task": "core.insight.dashboard.tasks.drain_dirty",
                "schedule": 60.0,
            },
            "repair-lost-flags": {
                "task": "core.journey.profiling.tasks.repair_lost_flags",
                "schedule": 300.0,
            },
            "remove-expired-idempotency-records": {
                "task": "core.platform.idempotency.tasks.remove_expired",
                "schedule": 3600.0,
            },
        },
    }
