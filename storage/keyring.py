"""The master key: one line of 64 hexadecimal digits in a file that only its owner reads, or a secret from outside.

To rotate, a new line is appended: what was sealed before still opens, everything new is sealed with the last line.
Look-up hashes and query codes stay with the first line, because changing them would lose every person and code.
"""

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from storage.errors import KeyFileError

KEY_BYTES = 32
_OTHERS = stat.S_IRWXO | stat.S_IWGRP


@dataclass(frozen=True, slots=True)
class Keyring:
    """Master keys in order of age; `repr` shows none of them."""

    keys: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.keys) <= 255 or any(len(key) != KEY_BYTES for key in self.keys):
            raise ValueError(f"a keyring holds 1 to 255 keys of {KEY_BYTES} bytes")

    def __repr__(self) -> str:
        return f"Keyring({len(self.keys)} keys)"

    @classmethod
    def parse(cls, text: str, *, origin: str = "secret") -> "Keyring":
        """Read lines (or words) of 64 hexadecimal digits; `origin` is named in the refusal.

        Raises:
            KeyFileError: there is none, or one of them has another length or other characters.
        """
        try:
            return cls(tuple(bytes.fromhex(word) for word in text.split()))
        except ValueError:
            raise KeyFileError(file=origin, reason="wrong_length") from None

    @classmethod
    def new(cls) -> "Keyring":
        return cls((secrets.token_bytes(KEY_BYTES),))


def load_or_create_key(path: Path) -> Keyring:
    """The keyring of a file, made with permissions 0600 where there is none yet; two starters agree on one key.

    Raises:
        KeyFileError: unreadable, wrong length, or open to other users of the machine.
    """
    try:
        if not path.exists():
            _create(path)
        return _load(path)
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(file=str(path), reason="unreadable") from error


def _load(path: Path) -> Keyring:
    if path.stat().st_mode & _OTHERS:
        raise KeyFileError(file=str(path), reason="open_to_others")
    return Keyring.parse(path.read_text(encoding="ascii"), origin=str(path))


def _create(path: Path) -> None:
    """Written aside, then linked into place: a crash leaves no half key, and who comes second keeps the first's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(Keyring.new().keys[0].hex() + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink()
