"""argon2id (RFC 9106) at 19 MiB, two passes, one lane: the OWASP minimum, about 17 ms."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """What production, development and the benchmarks use."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class CheapArgon2id(Argon2PasswordHasher):
    """The same algorithm at its smallest cost, for test runs alone."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
