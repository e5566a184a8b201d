"""Reading the knowledge base: TOML files of `[[entry]]` tables that units keep, or a plain table of questions.

An entry that is wrong is refused with its file and line: a citizen must never get an answer without an owner, or
one of two that bear the same title.
"""

from collections.abc import Collection
from pathlib import Path

from hotline.datafile import read_rows
from hotline.errors import DataFileError
from knowledge.base import KnowledgeBase
from knowledge.entry import Entry, EntryKind
from knowledge.tables import read_tables


def open_base(path: Path, owners: Collection[str] | None = None) -> KnowledgeBase:
    """The base at a path: a folder of TOML files, one TOML file, or a CSV with `id,question,answer`."""
    if path.is_dir():
        return load_base(path, owners)
    return load_files([path], owners) if path.suffix.lower() == ".toml" else load_csv(path)


def load_base(folder: Path, owners: Collection[str] | None = None) -> KnowledgeBase:
    """Read every `*.toml` of a folder, in the order of their names.

    Args:
        folder: where the files are.
        owners: the department types that may own an entry; None allows any.

    Raises:
        DataFileError: with file and line: a key that is missing, unknown or of the wrong sort, an unknown kind or
            owner, an id or title twice, a title that is too long, an expiry not after the effective date.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise DataFileError(folder, 0, "missing")
    return load_files(paths, owners)


def load_files(paths: Collection[Path], owners: Collection[str] | None = None) -> KnowledgeBase:
    """Read TOML files as one base."""
    entries: list[Entry] = []
    seen: set[tuple[str, str]] = set()
    for path in paths:
        for table in read_tables(path):
            entry = table.entry(owners)
            for key, value in (("id", entry.id), ("title", entry.title)):
                if (key, value) in seen:
                    raise table.error(key, "twice", value=value)
                seen.add((key, value))
            entries.append(entry)
    return KnowledgeBase(entries)


def load_csv(path: Path) -> KnowledgeBase:
    """Read a table `id,question,answer`; such entries have no owner, no dates and no source.

    Raises:
        DataFileError: with the line: an empty cell, an id twice.
    """
    entries: dict[str, Entry] = {}
    for row in read_rows(path, ("id", "question", "answer")):
        entry = _plain_entry(row.required("id"), row.required("question"), row.required("answer"))
        if entry.id in entries:
            raise row.error("twice", value=entry.id)
        entries[entry.id] = entry
    return KnowledgeBase(entries.values())


def _plain_entry(entry_id: str, question: str, answer: str) -> Entry:
    return Entry(
        id=entry_id,
        title=question,
        variants=(),
        short=answer,
        full=answer,
        kind=EntryKind.HOT,
        owner="",
        source="",
        source_date=None,
        effective=None,
        expires=None,
        area="",
        audience="",
        keywords=(),
        review=None,
    )
