"""The beat schedule inside a test."""

import os
import subprocess
import sys

_RUN = """
from core.config.celery import app
app.loader.import_default_modules()
for entry in app.conf.beat_schedule.values():
    assert entry["task"] in app.tasks, entry["task"]
    app.tasks[entry["task"]].apply().get()
"""


def run_schedule() -> None:
    """Every scheduled task once, in a process of the worker role."""
    subprocess.run(
        [sys.executable, "-c", _RUN],
        env={**os.environ, "CORE_DATABASE_ROLE": "worker"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
