"""Celery's door."""

from celery import shared_task

from core.insight.dashboard import services
from core.platform.access.actors import Actor


@shared_task
def drain_dirty() -> None:
    services.drain_dirty(actor=Actor.system("beat"))
