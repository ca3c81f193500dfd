"""Celery's door."""

from celery import shared_task

from core.journey.profiling.services.repair_flags import repair_flags
from core.platform.access.actors import Actor


@shared_task
def repair_lost_flags() -> None:
    repair_flags(Actor.system("beat"))
