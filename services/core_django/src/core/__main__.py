"""``python -m core COMMAND``: Django's commands under the settings of ENVIRONMENT."""

import sys

from django.core.management import execute_from_command_line

from core.config import select_settings

if __name__ == "__main__":
    select_settings()
    execute_from_command_line(["core", *sys.argv[1:]])
