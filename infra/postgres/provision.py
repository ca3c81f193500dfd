"""``python -m infra.postgres.provision``: make databases and roles as the environment says.

Embedded: PROVISION_SUPERUSER is the superuser's connection string. External: the owners'
addresses are used, and only for roles that no address was given for. All passwords come from the
services' own addresses.
"""

import os
import sys
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import psycopg

from infra.postgres.external import provision_through_owner
from infra.postgres.roles import CORE, PROFILER, ROLES, provision_roles


def main(environ: Mapping[str, str]) -> int:
    """Provision and return the exit code; a refusal is one line on stderr."""
    superuser = environ.get("PROVISION_SUPERUSER")
    passwords = read_passwords(environ)
    try:
        if superuser:
            provision_roles(superuser, passwords)
            return 0
        wanted = environ.get("PROVISION_ROLES", "").split()
        for database, setting in (
            (CORE, "CORE_DATABASE_OWNER_URL"),
            (PROFILER, "PROFILER_DATABASE_OWNER_URL"),
        ):
            provision_through_owner(environ[setting], database, wanted, passwords)
    except psycopg.Error as error:
        print(f"error: {str(error).strip().splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


def read_passwords(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the password of each of our roles, as its address in the environment has it."""
    passwords = {}
    for name, value in environ.items():
        if "_DATABASE_" in name and name.endswith("URL"):
            parts = urlsplit(value)
            passwords[unquote(parts.username or "")] = unquote(parts.password or "")
    return {role: password for role, password in passwords.items() if role in ROLES}


if __name__ == "__main__":
    sys.exit(main(os.environ))
