"""The corpus that was written for this project: matters, dispositions, emergencies and what only looks like one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from classifiers.examples import Example
from classifiers.model import CATEGORY, DANGER, DISPOSITION, EMERGENCY, MATTER_TYPE, NO, UNIT, YES
from hotline.errors import DataFileError
from hotline.matter import Disposition, MatterType
from hotline.taxonomy import Category


@dataclass(frozen=True, slots=True)
class CorpusRow:
    """One line of the corpus, where it stands, and what it says."""

    path: Path
    line: int
    cells: Mapping[str, object]

    def text(self, key: str) -> str:
        """The value under a key, an empty string where there is none."""
        value = self.cells.get(key) or ""
        if not isinstance(value, str):
            raise DataFileError(self.path, self.line, "not_a_text", column=key)
        return value.strip()

    def required(self, key: str) -> str:
        if not self.text(key):
            raise DataFileError(self.path, self.line, "empty", column=key)
        return self.text(key)


def corpus_folder() -> Path:
    """Where the corpus lies."""
    return Path(__file__).parent / "corpus"


def read_corpus(folder: Path) -> list[Example]:
    """All rows of the corpus with the labels that follow from where they stand, always in the same order.

    Raises:
        DataFileError: with file and line.
    """
    examples = [_matter(row) for row in matter_rows(folder)]
    examples += [_disposition(row) for row in disposition_rows(folder)]
    examples += [_emergency(row) for row in rows_of(folder / "emergencies.jsonl")]
    examples += [_lookalike(row) for row in rows_of(folder / "lookalikes.jsonl")]
    return examples


def matter_rows(folder: Path) -> Iterator[CorpusRow]:
    for path in sorted((folder / "matters").glob("*.jsonl")):
        yield from rows_of(path)


def disposition_rows(folder: Path) -> Iterator[CorpusRow]:
    for path in sorted((folder / "dispositions").glob("*.jsonl")):
        yield from rows_of(path)


@dataclass(frozen=True, slots=True)
class SeveralRow:
    """A message that may tell of several matters: where each of its parts begins and ends."""

    text: str
    parts: tuple[tuple[int, int], ...]

    @property
    def begins(self) -> tuple[int, ...]:
        """Where the second matter and the later ones begin."""
        return tuple(start for start, _ in self.parts[1:])


def several_rows(folder: Path) -> list[SeveralRow]:
    """The rows of `several.jsonl`. No head learns from them, only where a message is cut (`fit_splitting`).

    Raises:
        DataFileError: with file and line: a part is absent from the text, or stands before the one above it.
    """
    return [several_row(row) for row in rows_of(folder / "several.jsonl")]


def several_row(row: CorpusRow) -> SeveralRow:
    """One message with the places of its parts.

    Raises:
        DataFileError: as `several_rows`.
    """
    text, behind = row.required("text"), 0
    spans: list[tuple[int, int]] = []
    for part in texts_of(row, "parts"):
        start = text.find(part, behind)
        if start < 0:
            raise DataFileError(row.path, row.line, "unknown", column="parts", value=part)
        behind = start + len(part)
        spans.append((start, behind))
    return SeveralRow(text, tuple(spans))


def texts_of(row: CorpusRow, key: str) -> list[str]:
    """A list of texts under a key.

    Raises:
        DataFileError: something else, or nothing.
    """
    value = row.cells.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(each, str) and each for each in value):
        raise DataFileError(row.path, row.line, "not_a_text", column=key)
    return value


def rows_of(path: Path) -> Iterator[CorpusRow]:
    """The rows of one file of JSON lines.

    Raises:
        DataFileError: the file is missing, or a line is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as error:
        raise DataFileError(path, 0, "missing") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield CorpusRow(path, number, _object(path, number, line))


def _object(path: Path, number: int, line: str) -> Mapping[str, object]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise DataFileError(path, number, "not_json", detail=str(error)) from error
    if not isinstance(value, dict):
        raise DataFileError(path, number, "not_json", detail=type(value).__name__)
    return value


def _matter(row: CorpusRow) -> Example:
    """A question is answered, any other matter becomes a ticket."""
    kind = row.required("matter_type")
    labels = {
        CATEGORY: Category(row.required("l1"), row.required("l2"), row.text("l3")).path,
        MATTER_TYPE: kind,
        UNIT: row.required("unit"),
        DISPOSITION: Disposition.CONSULT if kind == MatterType.CONSULTATION else Disposition.OPEN_TICKET,
        EMERGENCY: NO,
    }
    return Example(row.required("text"), labels, row.text("title"))


def _disposition(row: CorpusRow) -> Example:
    labels = {DISPOSITION: row.required("disposition"), EMERGENCY: NO}
    if row.text("matter_type"):
        labels[MATTER_TYPE] = row.text("matter_type")
    return Example(row.required("text"), labels)


def _emergency(row: CorpusRow) -> Example:
    return Example(row.required("text"), {EMERGENCY: YES, DANGER: row.required("emergency")})


def _lookalike(row: CorpusRow) -> Example:
    """Danger that is past, feared, asked about or only a figure of speech; whether it asks or complains is not said."""
    return Example(row.required("text"), {EMERGENCY: NO})
