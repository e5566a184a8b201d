"""JSON lines in and out, as scripts rely on them: UTF-8, one object a line, in the order of the input."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from hotline.errors import HotlineError


class BadLineError(HotlineError):
    """A line of the input is no JSON object, or lacks a field; params name the line."""

    code = "bad_line"


class NoFileError(HotlineError):
    """A file that was named does not exist or cannot be read."""

    code = "no_file"


def read_lines(path: Path | None, *required: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Number and object of each line of a file, or of standard input where none is named; empty lines are passed.

    Raises:
        NoFileError, BadLineError
    """
    for number, raw in enumerate(_raw_lines(path), start=1):
        line = _text(raw, number)
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadLineError(line=number, detail=str(error)) from None
        if not isinstance(value, dict):
            raise BadLineError(line=number, detail=type(value).__name__)
        absent = [name for name in required if name not in value]
        if absent:
            raise BadLineError(line=number, detail=f"no field {', '.join(absent)}")
        yield number, value


def _text(raw: bytes, number: int) -> str:
    """A line as text. Lone surrogates pass, as some programs write them; another encoding would only be nonsense."""
    try:
        return raw.decode("utf-8", errors="surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadLineError(line=number, detail=f"not UTF-8, byte {error.start + 1}") from None


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
    text = json.dumps(value, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
