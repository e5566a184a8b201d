"""导入: rows of a table become entries in review, or are published at once by an administrator's name.

Every row stands for itself: a bad one is named with its line, its column and what to do, the good ones are taken. Rows
that say what the base says already change nothing, so an import that broke off may simply be repeated.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Protocol, Self

from hotline.errors import DataFileError, NotAllowedError
from hotline.people import Actor, Role
from hotline.wording import Wording
from knowledge.base import KnowledgeBase
from knowledge.columns import COLUMNS, NEEDED, named, overlaid, values_of
from knowledge.decide import Answerer
from knowledge.entry import Entry
from knowledge.fields import Complaint, EntryFields
from knowledge.keeping.crowding import CrowdedOut, crowded_out
from knowledge.keeping.desk import KeepingDesk
from knowledge.keeping.move import move
from knowledge.keeping.ports import KeepingUnit, Kept, Version
from knowledge.keeping.states import EntryMove, EntryState
from knowledge.keeping.trial import BuildsAnswerer, LostGolden, lost_of
from knowledge.payload import payload_of
from knowledge.sheets import SheetRow, read_sheet

BATCH = 1000
"""Rows that are stored together."""
MOST_FAULTS = 1000
"""So many faults are kept in words; of more of them only the number: a small file may hold millions of bad rows."""


class StoringUnit(KeepingUnit, Protocol):
    """A unit of work that an import opens and commits itself."""

    def __enter__(self) -> Self: ...

    def commit(self) -> None: ...


OpensUnit = Callable[[], AbstractContextManager[StoringUnit]]
ReadsEntry = Callable[[str], Kept]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: `column` is the name of the field, empty where it is the row as a whole."""

    line: int
    column: str
    complaint: Complaint

    def words(self, wording: Wording) -> str:
        """The complaint, with fields called by their headers."""
        params = {name: _called(wording, value) for name, value in self.complaint.params.items()}
        return wording.say(f"datafile.{self.complaint.reason}", **params)

    def header(self, wording: Wording) -> str:
        return str(_called(wording, self.column))


@dataclass(slots=True)
class Report:
    """What became of a table. `bad` are rows with at least one fault, `complaints` all their faults, and `faults` the
    first of these. `ignored` are headers that mean nothing; `lost` are golden questions because of which an entry
    waits in review instead of being published, `crowded` those that it would take from entries of others."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    complaints: int = 0
    faults: list[Fault] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    lost: list[LostGolden] = field(default_factory=list)
    crowded: list[CrowdedOut] = field(default_factory=list)
    refused: bool = False

    def refuse(self, faults: Sequence[Fault]) -> None:
        """A row with faults."""
        self.bad += 1
        self.complaints += len(faults)
        self.faults += faults[: MOST_FAULTS - len(self.faults)]


@dataclass(frozen=True, slots=True)
class _Good:
    """A row without a fault: its entry, and what the base knew of it when the row was read."""

    line: int
    entry: Entry
    kept: Kept | None

    @property
    def changes(self) -> bool:
        return self.kept is not None and self.kept.present.entry != self.entry


@dataclass(frozen=True, slots=True)
class Import:
    """How a table is to be taken: by whom, from which file, all or nothing, and whether it is answered at once."""

    actor: Actor
    file: str
    strict: bool = False
    publish: bool = False


class Importer:
    """Takes a table into the base."""

    def __init__(self, desk: KeepingDesk, wording: Wording, units_of_work: OpensUnit, read: ReadsEntry,
                 present: Answerer, build: BuildsAnswerer) -> None:  # fmt: skip
        self._desk, self._wording, self._units_of_work, self._read = desk, wording, units_of_work, read
        self._present, self._build = present, build

    def take(self, source: IO[bytes], how: Import) -> Report:
        """Read, check and store; with `strict` nothing is stored where anything is wrong.

        Raises:
            DataFileError: the file as a whole cannot be read, or lacks a column that every entry needs.
            NotAllowedError: somebody else than an administrator wants to publish.
        """
        if how.publish and how.actor.role is not Role.ADMINISTRATOR:
            raise NotAllowedError(what="import", key=how.file)
        if how.strict:
            checked = Report()
            for _ in self._good(source, how, checked):
                pass
            if checked.faults:
                checked.refused = True
                return checked
        report = Report()
        good = self._good(source, how, report)
        waiting: frozenset[str] = frozenset()
        if how.publish:
            entries = list(good)
            waiting, good = self._waiting([each.entry for each in entries], report), iter(entries)
        while batch := list(islice(good, BATCH)):
            self._store(batch, how, waiting, report)
        return report

    def _waiting(self, entries: list[Entry], report: Report) -> frozenset[str]:
        """The ids of entries that are not answered from yet: their own golden questions do not find them, or those of
        others would no longer find the others."""
        brought, at = {each.id: each for each in entries}, self._desk.clock.now()
        if not any(entry.golden for entry in (*entries, *self._present.base)):
            return frozenset()
        beside = self._build(KnowledgeBase({**{each.id: each for each in self._present.base}, **brought}.values()))
        report.lost = lost_of(beside, entries, at)
        report.crowded = crowded_out(self._present, beside, brought, at)
        crowding = [entry for each in report.crowded for entry in each.by]
        return frozenset(entry.id for entry in (*(each.entry for each in report.lost), *crowding))

    def _good(self, source: IO[bytes], how: Import, report: Report) -> Iterator[_Good]:
        """The rows without a fault, each with what the base knows under its id or title."""
        source.seek(0)
        headers, rows = read_sheet(source, how.file)
        fields = named(headers, self._wording)
        missing = [name for name in NEEDED if name not in fields.values()]
        if missing:
            names = "、".join(self._wording.say(f"entry.{name}") for name in missing)
            raise DataFileError(Path(how.file), 1, "no_column", column=names)
        report.ignored = tuple(head for head in headers if head and head not in fields)
        with self._units_of_work() as uow:
            checks = _Checks(self._desk, how.actor, uow.entries.titles(), uow.entries.ids())
        for row in _counted(rows, report):
            found = checks.entry(row, fields, self._read)
            if checks.faults:
                report.refuse(checks.faults)
            if found is not None:
                yield found

    def _store(self, batch: list[_Good], how: Import, waiting: frozenset[str],
               report: Report) -> None:  # fmt: skip
        at = self._desk.clock.now()
        with self._units_of_work() as uow:
            new = [self._version(each.entry, 1, how, waiting, at) for each in batch if each.kept is None]
            uow.entries.add_new(new)
            late = [each for each in batch if each.changes and not self._change(uow, each, how, waiting, at)]
            uow.audit.write(how.actor, "publish_import" if how.publish else "import_entries", how.file, "", at)
            uow.commit()
        report.new += len(new)
        changes = sum(each.changes for each in batch)
        report.changed += changes - len(late)
        report.unchanged += len(batch) - len(new) - changes
        for each in late:
            report.refuse([Fault(each.line, "", Complaint("", "saved_meanwhile", {"value": each.entry.title}))])

    def _change(self, uow: KeepingUnit, good: _Good, how: Import, waiting: frozenset[str], at: datetime) -> bool:
        """False, and nothing is changed, where somebody has saved a version since the row was read."""
        entry, kept = good.entry, uow.entries.get(good.entry.id)
        if good.kept is None or kept.latest.number != good.kept.latest.number:
            return False
        version = self._version(entry, kept.latest.number + 1, how, waiting, at)
        replaced = [kept.open, kept.published if version.state is EntryState.PUBLISHED else None]
        for old in replaced:
            if old is not None:
                move(uow, old, EntryMove.REPLACE, how.actor, at)
        uow.entries.add(version)
        return True

    def _version(self, entry: Entry, number: int, how: Import, waiting: frozenset[str], at: datetime) -> Version:
        published = how.publish and entry.id not in waiting
        state = EntryState.PUBLISHED if published else EntryState.IN_REVIEW
        return Version(entry, number, state, how.actor.id, at, how.file)


class _Checks:
    """Checks row after row, and knows what stood in those before."""

    def __init__(self, desk: KeepingDesk, actor: Actor, titles: Mapping[str, str], known: set[str]) -> None:
        self._desk, self._actor = desk, actor
        self._ids_by_title = dict(titles)
        self._known = known
        self._owners = desk.units.types()
        self._seen: set[str] = set()
        self.faults: list[Fault] = []

    def entry(self, row: SheetRow, fields: Mapping[str, str],
              read: ReadsEntry) -> _Good | None:  # fmt: skip
        """The entry of a row; None where it has `faults`."""
        self.faults = []
        values = values_of(row.cells, fields)
        entry_id = str(values.get("id") or self._ids_by_title.get(str(values.get("title")), ""))
        kept = read(entry_id) if entry_id in self._known else None
        if kept is not None:
            values = overlaid(payload_of(kept.present.entry), values)
        reading = EntryFields({**values, "id": entry_id or self._desk.new_id()})
        entry = reading.entry(self._owners)
        self._complain(row, reading.complaints)
        if not self.faults:
            self._complain(row, self._beside_others(entry, kept))
        if self.faults:
            return None
        self._seen.add(entry.id)
        self._ids_by_title[entry.title] = entry.id
        return _Good(row.line, entry, kept)

    def _beside_others(self, entry: Entry, kept: Kept | None) -> Iterator[Complaint]:
        if entry.id in self._seen:
            yield Complaint("title" if entry.id.startswith("e-") else "id", "twice", {"value": entry.title})
        elif self._ids_by_title.get(entry.title, entry.id) != entry.id:
            yield Complaint("title", "title_of_another", {"value": entry.title})
        before = [kept.present.entry.owner] if kept is not None else []
        for owner in dict.fromkeys([*before, entry.owner]):
            if not self._desk.may_write(self._actor, owner):
                yield Complaint("owner", "other_unit", {"value": owner})

    def _complain(self, row: SheetRow, complaints: Iterable[Complaint]) -> None:
        if row.surplus:
            self.faults = [Fault(row.line, "", Complaint("", "surplus_cells", {}))]
            return
        self.faults += [Fault(row.line, each.key, each) for each in complaints]


def _counted(rows: Iterator[SheetRow], report: Report) -> Iterator[SheetRow]:
    """A file that cannot be read any further is a fault of its line: what stands before it counts."""
    while True:
        try:
            row = next(rows, None)
        except DataFileError as error:
            params = {name: value for name, value in error.params.items() if name not in ("file", "line", "reason")}
            report.refuse([Fault(error.line, "", Complaint("", error.reason, params))])
            return
        if row is None:
            return
        report.rows += 1
        yield row


def _called(wording: Wording, value: object) -> object:
    return wording.say(f"entry.{value}") if isinstance(value, str) and value in COLUMNS else value
