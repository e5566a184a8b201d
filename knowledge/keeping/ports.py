"""What the keeping of entries needs from the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hotline.people import Actor
from knowledge.entry import Entry
from knowledge.keeping.states import OPEN, EntryState


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said, by whom, when and why; and who moved it last to where it stands."""

    entry: Entry
    number: int
    state: EntryState
    author: str
    at: datetime
    why: str
    moved_by: str = ""
    moved_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with its versions, the newest first."""

    id: str
    versions: Sequence[Version]

    @property
    def latest(self) -> Version:
        return self.versions[0]

    @property
    def open(self) -> Version | None:
        """What is being worked on."""
        return next((each for each in self.versions if each.state in OPEN), None)

    @property
    def published(self) -> Version | None:
        """What is answered from."""
        return next((each for each in self.versions if each.state is EntryState.PUBLISHED), None)

    @property
    def present(self) -> Version:
        """What people mean by the entry: what is being worked on, else what is answered, else what was last said."""
        return self.open or self.published or self.latest


@dataclass(frozen=True, slots=True)
class RepealedSource:
    """A statute that no longer holds, by its title without brackets."""

    title: str
    at: datetime
    by: str
    note: str


class Entries(Protocol):
    """Entries and all their versions."""

    def get(self, entry_id: str) -> Kept:
        """In a unit of work that writes nobody else changes it until the end. Raises NotFoundError."""

    def find(self, entry_id: str) -> Kept | None: ...

    def add(self, version: Version) -> None:
        """Keep a version; its number is the next one of its entry. Raises ConflictError where it is taken."""

    def add_new(self, versions: Sequence[Version]) -> None:
        """Keep the first versions of many new entries at once."""

    def move(self, version: Version, state: EntryState, by: str, at: datetime, note: str) -> None:
        """Write down where a version stands now, who moved it and why."""

    def titled(self, title: str) -> list[str]:
        """The ids of entries of which an open or published version bears this title."""

    def ids(self) -> set[str]:
        """The ids of all entries, retired ones included."""

    def titles(self) -> dict[str, str]:
        """The ids of all entries that are not retired, by the titles of their open and published versions."""

    def revision(self) -> int:
        """Rises with every change of what is answered from; commits come in its order."""

    def published(self, after: int = 0) -> dict[str, Entry | None]:
        """What changed in the answers after a revision: the published entry by id, None where none is any more."""

    def untouched(self) -> dict[str, Entry]:
        """Published entries that came with the software or the city's folder, and that no person has changed."""

    def resting(self) -> set[str]:
        """The ids of retired entries of which no person has written a version."""

    def shipped(self) -> str:
        """The hash of the files that were last taken over; empty before the first time."""

    def remember_shipped(self, digest: str) -> None: ...

    def repeal(self, source: RepealedSource) -> bool:
        """Remember a repealed statute; False where it was known."""

    def restore(self, title: str) -> bool:
        """Forget that a statute was repealed; False where it was not known as such."""

    def repealed(self) -> list[RepealedSource]: ...

    def unanswered(self) -> set[str]:
        """The ids of entries of which nothing is answered from, though something is being worked on."""


class Writes(Protocol):
    """The audit."""

    def write(self, actor: Actor, action: str, target: str, reason: str, at: datetime) -> None: ...


class KeepingUnit(Protocol):
    """What a verb needs of an open unit of work."""

    @property
    def entries(self) -> Entries: ...

    @property
    def audit(self) -> Writes: ...
