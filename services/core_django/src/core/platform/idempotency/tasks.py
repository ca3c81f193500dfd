"""Celery's door."""

from celery import shared_task

from core.platform.access.actors import Actor
from core.platform.idempotency import services


@shared_task
def remove_expired() -> None:
    services.remove_expired(actor=Actor.system("beat"))
