"""JSON lines in and out, as scripts rely on them: UTF-8, one object a line, in the order of the input."""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

from hotline.errors import HotlineError


class BadLineError(HotlineError):
    """A line of the input is no JSON object; params name the line and, as `column`, from where on."""

    code = "bad_line"


class LineEncodingError(BadLineError):
    """A line is not UTF-8; params name the line and the first strange byte."""

    code = "line_not_utf8"


class FieldMissingError(BadLineError):
    """An object lacks a field; params name the line and the field."""

    code = "line_without_field"


class FieldTypeError(BadLineError):
    """A field holds something else than text; params name the line and the field."""

    code = "line_field_not_text"


class FieldNotListError(BadLineError):
    """A field holds something else than a list; params name the line and the field."""

    code = "line_field_not_list"


class FieldNotMomentError(BadLineError):
    """A field holds no ISO moment; params name the line and the field."""

    code = "line_field_not_moment"


class NoFileError(HotlineError):
    """A file that was named does not exist or cannot be read."""

    code = "no_file"


def read_lines(path: Path | None, *required: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Number and object of each line of a file, or of standard input where none is named; empty lines are passed.

    Raises:
        NoFileError, BadLineError, LineEncodingError, FieldMissingError
    """
    for number, raw in enumerate(_raw_lines(path), start=1):
        line = _text(raw, number)
        if not line.strip():
            continue
        value = _object(line, number)
        absent = next((name for name in required if name not in value), None)
        if absent is not None:
            raise FieldMissingError(line=number, field=absent)
        yield number, value


def text_of(line: dict[str, object], field: str, number: int) -> str:
    """The text of a field, empty where it is null or absent. Raises FieldTypeError for anything else."""
    return as_text(line.get(field), field, number)


def as_text(value: object, field: str, number: int) -> str:
    """A value as text, empty for null. Raises FieldTypeError for anything else."""
    if value is not None and not isinstance(value, str):
        raise FieldTypeError(line=number, field=field)
    return value or ""


def _object(line: str, number: int) -> dict[str, object]:
    """A line as JSON has it: Python would also take NaN and numbers beyond all bounds, which nobody else can read."""
    try:
        value = json.loads(line, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise BadLineError(line=number, column=error.pos + 1) from None
    except (ValueError, RecursionError):
        raise BadLineError(line=number, column=1) from None
    if not isinstance(value, dict):
        raise BadLineError(line=number, column=1)
    return value


def _finite(figures: str) -> float:
    value = float(figures)
    if not math.isfinite(value):
        raise ValueError(figures)
    return value


def _text(raw: bytes, number: int) -> str:
    """A line as text. Lone surrogates pass, as some programs write them; another encoding would only be nonsense."""
    try:
        return raw.decode("utf-8", errors="surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise LineEncodingError(line=number, position=error.start + 1) from None


def _raw_lines(path: Path | None) -> Iterator[bytes]:
    if path is None or str(path) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with path.open("rb") as stream:
            yield from stream
    except OSError:
        raise NoFileError(path=path) from None


def write_line(value: dict[str, object]) -> None:
    """One object on standard output, flushed, so that a pipe sees it at once. Lone surrogates become `?`."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
