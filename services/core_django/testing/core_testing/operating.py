"""What the operator of core does by its commands."""

import os
import subprocess
import sys


def ensure_admin(email: str, password: str) -> None:
    """Make an admin as the operator does: the command, as the owner of the database."""
    subprocess.run(
        [sys.executable, "-m", "core", "ensure_admin"],
        env={
            **os.environ,
            "CORE_DATABASE_ROLE": "owner",
            "ADMIN_EMAIL": email,
            "ADMIN_PASSWORD": password,
        },
        check=True,
        stdout=subprocess.DEVNULL,
    )
