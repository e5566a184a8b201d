"""Passwords: argon2, and the same time for a login that does not exist."""

import os
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

MINIMUM_LENGTH = 10


class Passwords:
    """Hashes and checks. Both take a noticeable part of a second on purpose: call them in the small pool."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = hash_of_nobody(self._hasher)

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def fits(self, stored: str | None, password: str) -> bool:
        """Whether the password fits; for an unknown login (None) the same work is done and the answer is no."""
        try:
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def hash_of_nobody(hasher: PasswordHasher) -> str:
    """What no password fits. It is made up rather than hashed, which would cost every start a fifth of a second of two
    cores; to check a password against it takes as long as against any other hash with these parameters."""
    salt, digest = (b64encode(os.urandom(size)).rstrip(b"=").decode() for size in (hasher.salt_len, hasher.hash_len))
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2{hasher.type.name.lower()}$v={ARGON2_VERSION}${cost}${salt}${digest}"
