"""What is wrong with the corpus, row by row: labels outside the scheme, repetitions, gaps."""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from classifiers.corpus_rows import CorpusRow, disposition_rows, matter_rows, rows_of, several_row, texts_of
from classifiers.near_duplicates import near_pairs
from hotline.matter import Disposition, EmergencyKind, MatterType
from hotline.taxonomy import Category, Taxonomy
from lexicon.normalise import normalise

TOO_ALIKE = 0.6
"""Share of runs of four characters in common from which two rows count as one row written twice."""


def faults(folder: Path, taxonomy: Taxonomy, units: Collection[str]) -> Iterator[str]:
    """Every offending row as `file:line: what`, then what is missing as a whole."""
    matters = list(matter_rows(folder))
    dispositions = list(disposition_rows(folder))
    emergencies, lookalikes = (list(rows_of(folder / f"{name}.jsonl")) for name in ("emergencies", "lookalikes"))
    for row in matters:
        yield from _of_matter(row, taxonomy, units)
    for row in dispositions:
        yield from _of_disposition(row)
    for row in emergencies:
        yield from _outside(row, "emergency", row.text("emergency"), EmergencyKind)
    for row in lookalikes:
        yield from _outside(row, "near", row.text("near"), EmergencyKind)
    several = list(rows_of(folder / "several.jsonl"))
    for row in several:
        yield from _of_several(row, {place.l2 for place in taxonomy.second_levels()})
    yield from _repeated([*matters, *dispositions, *emergencies, *lookalikes, *several])
    present = {Category(row.text("l1"), row.text("l2")) for row in matters}
    yield from (f"no row for {place.path}" for place in taxonomy.second_levels() if place not in present)


def _of_matter(row: CorpusRow, taxonomy: Taxonomy, units: Collection[str]) -> Iterator[str]:
    place = Category(row.text("l1"), row.text("l2"), row.text("l3"))
    if place not in taxonomy or not place.l2:
        yield _fault(row, f"category {place.path}")
    yield from _outside(row, "matter_type", row.text("matter_type"), MatterType)
    others = row.cells.get("others") or []
    for unit in [row.text("unit"), *(others if isinstance(others, list) else [others])]:
        yield from _outside(row, "unit", unit, units)
    if not row.text("text"):
        yield _fault(row, "no text")


def _of_disposition(row: CorpusRow) -> Iterator[str]:
    """A file that is named after a disposition holds nothing else; others hold what belongs together in another way."""
    named = row.path.stem in set(Disposition)
    yield from _outside(row, "disposition", row.text("disposition"), {row.path.stem} if named else Disposition)
    if row.text("matter_type"):
        yield from _outside(row, "matter_type", row.text("matter_type"), MatterType)


def _of_several(row: CorpusRow, seconds: Collection[str]) -> Iterator[str]:
    """Parts that are not the text from its first to its last word, and second levels that do not match them."""
    text, parts, levels = row.text("text"), texts_of(row, "parts"), texts_of(row, "l2")
    spans = several_row(row).parts
    gaps = [text[: spans[0][0]], *(text[one[1] : other[0]] for one, other in pairwise(spans)), text[spans[-1][1] :]]
    if any(gap.strip("，,。；;、 \n") for gap in gaps):
        yield _fault(row, "words outside the parts")
    if len(levels) != len(parts):
        yield _fault(row, f"{len(levels)} second levels for {len(parts)} parts")
    for level in levels:
        yield from _outside(row, "l2", level, seconds)


def _outside(row: CorpusRow, key: str, value: object, allowed: Iterable[str]) -> Iterator[str]:
    if value not in list(allowed):
        yield _fault(row, f"{key} {value}")


def _repeated(rows: list[CorpusRow]) -> Iterator[str]:
    texts = [_bare(row) for row in rows]
    for one, other, share in near_pairs(texts, TOO_ALIKE):
        yield _fault(
            rows[other], f"{share:.2f} like {rows[one].path.name}:{rows[one].line}: {rows[other].text('text')}"
        )


def _bare(row: CorpusRow) -> str:
    """The text as it is compared: without title and blanks, in one spelling."""
    return "".join(normalise(row.text("text")).text.split())


def _fault(row: CorpusRow, what: str) -> str:
    return f"{row.path.name}:{row.line}: {what}"
