"""The sentences that people read, kept in TOML files that a city may reword without touching code."""

import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from hotline.datafile import read_text
from hotline.errors import DataFileError, HotlineError

_FIELD = string.Formatter()


class Wording:
    """Sentences by dotted key, e.g. `notice.dispatched`, with `{named}` places to fill.

    A later file overrides an earlier one key by key (the city's own over the default), but may neither
    bring an unknown key nor use a place that the default sentence does not have.
    """

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._sentences = dict(sentences)

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def keys(self) -> Iterable[str]:
        return self._sentences.keys()

    def say(self, key: str, /, **params: object) -> str:
        """The sentence with its places filled.

        Raises:
            KeyError: the key or one of its places is unknown: a programming error, tests find it.
        """
        return self._sentences[key].format(**params)

    def error(self, error: HotlineError) -> str:
        """What to tell the person about a refusal, in one sentence."""
        if isinstance(error, DataFileError):
            reason = self.say(f"datafile.{error.reason}", **error.params)
            where = "data_file" if error.line else "whole_file"
            return self.say(f"error.{where}", file=error.path, line=error.line, reason=reason)
        return self.say(f"error.{error.code}", **error.params)


def load_wording(*paths: Path, overrides: Iterable[Path] = ()) -> Wording:
    """Read default files, whose keys must not collide, then the city's overriding ones.

    Raises:
        DataFileError: a file is unreadable, a value is no sentence, a brace is unbalanced, a key comes
            twice, or an override names an unknown key or place.
    """
    sentences: dict[str, str] = {}
    for path in paths:
        for key, text in _read(path).items():
            if key in sentences:
                raise DataFileError(path, _line_of(path, key), "key_twice", key=key)
            sentences[key] = text
    for path in overrides:
        for key, text in _read(path).items():
            if key not in sentences:
                raise DataFileError(path, _line_of(path, key), "unknown_key", key=key)
            strange = {*places(text), *_forms(text)} - {*places(sentences[key]), *_forms(sentences[key])}
            if strange:
                raise DataFileError(
                    path, _line_of(path, key), "unknown_place", key=key, place="、".join(sorted(strange))
                )
            sentences[key] = text
    return Wording(sentences)


def _forms(text: str) -> set[str]:
    """The places that are written in a form of their own, such as `{latitude:.5f}`; a wrong one would fail late."""
    return {f"{name}:{form}" for _, name, form, _ in _FIELD.parse(text) if name and form}


def places(text: str) -> set[str]:
    """The `{named}` places of a sentence."""
    return {name for _, name, _, _ in _FIELD.parse(text) if name}


def _read(path: Path) -> dict[str, str]:
    return _flatten(path, read_toml(path), "")


def read_toml(path: Path) -> dict[str, object]:
    """A whole TOML file.

    Raises:
        DataFileError: the file is missing, not UTF-8 or no TOML, with the line.
    """
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise DataFileError(path, line, "not_toml", detail=str(error)) from error


def _flatten(path: Path, tree: Mapping[str, object], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            flat |= _flatten(path, value, f"{key}.")
        elif isinstance(value, str):
            _check_braces(path, key, value)
            flat[key] = value.strip()
        else:
            raise DataFileError(path, _line_of(path, key), "not_a_sentence", key=key)
    return flat


def _check_braces(path: Path, key: str, text: str) -> None:
    try:
        fields = [(name, conversion) for _, name, _, conversion in _FIELD.parse(text) if name is not None]
    except ValueError as error:
        raise DataFileError(path, _line_of(path, key), "braces", key=key) from error
    if any(not name.isidentifier() or conversion for name, conversion in fields):
        raise DataFileError(path, _line_of(path, key), "braces", key=key)


def _line_of(path: Path, key: str) -> int:
    """The line on which the last part of a key is given, 0 where it cannot be told."""
    last = re.escape(key.rsplit(".", 1)[-1])
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if re.match(rf'\s*"?{last}"?\s*=', line):
            return number
    return 0
