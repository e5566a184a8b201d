"""An import against the golden questions of entries that it does not touch: whatever crowds one of them out waits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge.decide import Answerer
from knowledge.entry import Entry
from knowledge.keeping.trial import LostGolden, finds, neighbours

_LOOKED_AROUND = 50
"""Changed entries whose neighbours are looked for one by one; for more of them every golden question is asked."""


@dataclass(frozen=True, slots=True)
class CrowdedOut:
    """A golden question that would no longer find its entry, and the imported entries that come before it."""

    lost: LostGolden
    by: tuple[Entry, ...]


def crowded_out(present: Answerer, beside: Answerer, brought: Mapping[str, Entry], at: datetime) -> list[CrowdedOut]:
    """What the golden questions of others would lose between the base of today and the one with the import in it.

    Asks some 60 questions for each changed entry, or each golden question of the base twice: a matter of seconds to
    minutes, outside any unit of work.
    """
    changed = [entry for entry in brought.values() if present.base.find(entry.id) != entry]
    found = (_question(present, beside, question, entry, brought, at) for question, entry in
             _others(present, changed, brought, at))  # fmt: skip
    return [each for each in found if each is not None]


def _others(present: Answerer, changed: list[Entry], brought: Mapping[str, Entry],
            at: datetime) -> Iterator[tuple[str, Entry]]:  # fmt: skip
    near: Iterable[Entry] = present.base
    if len(changed) <= _LOOKED_AROUND:
        near = {each.id: each for entry in changed for each in neighbours(present, entry, at)}.values()
    return ((question, entry) for entry in near if entry.id not in brought for question in entry.golden)


def _question(present: Answerer, beside: Answerer, question: str, entry: Entry, brought: Mapping[str, Entry],
              at: datetime) -> CrowdedOut | None:  # fmt: skip
    if not finds(present, question, entry.id, at) or finds(beside, question, entry.id, at):
        return None
    found = [each.entry.id for each in beside.answer(question, at).candidates]
    before = found[: found.index(entry.id)] if entry.id in found else found
    return CrowdedOut(LostGolden(question, entry), tuple(brought[each] for each in before if each in brought))
