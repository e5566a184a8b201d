"""Sealing what citizens say and who they are, and hashing what must be found again without being readable."""

import hmac
import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import SealBrokenError
from storage.keyring import KEY_BYTES, Keyring, load_or_create_key

_NONCE = 12


class Seal:
    """AES-256-GCM with a random nonce. A sealed value is: key id (1 byte), nonce (12), cipher text and tag (16).

    `field` is bound into the tag, so that a value moved into another column does not open there.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._ciphers = {index: AESGCM(_derived(key, b"jiesu seal")) for index, key in enumerate(keyring.keys, start=1)}
        self._current = len(keyring.keys)
        self._prefix = bytes([self._current])
        self._hash_key = _derived(keyring.keys[0], b"jiesu look-up")
        self._code_key = _derived(keyring.keys[0], b"jiesu query code")

    @classmethod
    def from_file(cls, path: Path) -> "Seal":
        """The seal of a key file, which is made where there is none. Raises KeyFileError."""
        return cls(load_or_create_key(path))

    def close(self, field: str, value: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return self._prefix + nonce + self._ciphers[self._current].encrypt(nonce, value, field.encode())

    def open(self, field: str, sealed: bytes) -> bytes:
        """Raises SealBrokenError where key, field or content are not those it was sealed with."""
        try:
            cipher = self._ciphers[sealed[0]]
            return cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], field.encode())
        except (InvalidTag, KeyError, IndexError, ValueError):
            raise SealBrokenError(field=field) from None

    def hashed(self, *parts: str) -> bytes:
        """HMAC-SHA256 of parts, each with its length before it, so that ("ab", "c") is not ("a", "bc")."""
        keyed = hmac.new(self._hash_key, digestmod=sha256)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            keyed.update(len(data).to_bytes(4, "big") + data)
        return keyed.digest()

    def code_digest(self, number: str) -> bytes:
        return hmac.digest(self._code_key, number.encode("utf-8", "surrogatepass"), "sha256")


class SealedQueryCodes:
    """提取码: six digits made from the ticket number and the master key; nothing has to be stored."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def code(self, number: str) -> str:
        return f"{int.from_bytes(self._seal.code_digest(number)[:8], 'big') % 1_000_000:06d}"


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


__all__ = ["Keyring", "Seal", "SealedQueryCodes", "load_or_create_key"]
