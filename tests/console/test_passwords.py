"""Who tries logins learns nothing, neither from the answer nor from the time it takes."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from console.passwords import Passwords, hash_of_nobody

HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def test_the_hash_of_nobody_is_worked_at_like_any_other_and_no_password_fits_it() -> None:
    nobody = hash_of_nobody(HASHER)
    assert extract_parameters(nobody) == extract_parameters(HASHER.hash("a password"))
    with pytest.raises(VerifyMismatchError):  # and not InvalidHashError, which would come at once
        HASHER.verify(nobody, "a password")
    assert hash_of_nobody(HASHER) != nobody


def test_a_password_fits_its_own_hash_only() -> None:
    passwords = Passwords(HASHER)
    stored = passwords.hash("a password")
    assert passwords.fits(stored, "a password")
    assert not passwords.fits(stored, "another one")
    assert not passwords.fits(None, "a password")
